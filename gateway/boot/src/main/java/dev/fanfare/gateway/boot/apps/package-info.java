/** The apps of the configuration file, and how they change while the gateway runs. */
@NullMarked
package dev.fanfare.gateway.boot.apps;

import org.jspecify.annotations.NullMarked;
