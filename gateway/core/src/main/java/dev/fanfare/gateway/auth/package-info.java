/**
 * Who somebody is and what they may do: keys, tokens, grants. Every answer is given at once, from
 * the snapshots that the app directory holds.
 */
@NullMarked
package dev.fanfare.gateway.auth;

import org.jspecify.annotations.NullMarked;
