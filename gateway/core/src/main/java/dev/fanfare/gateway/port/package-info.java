/**
 * What the core needs of the outside world: stores, buses, directories, loops, time. Others
 * implement it.
 */
@NullMarked
package dev.fanfare.gateway.port;

import org.jspecify.annotations.NullMarked;
