/**
 * One connected client, and one HTTP request: from what a dialect asks for to what the channels
 * answer.
 */
@NullMarked
package dev.fanfare.gateway.session;

import org.jspecify.annotations.NullMarked;
