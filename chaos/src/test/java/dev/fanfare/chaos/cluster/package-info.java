@NullMarked
package dev.fanfare.chaos.cluster;

import org.jspecify.annotations.NullMarked;
