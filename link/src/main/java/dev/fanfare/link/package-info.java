/** What gateways and stores on one side and the control plane on the other say to each other. */
@NullMarked
package dev.fanfare.link;

import org.jspecify.annotations.NullMarked;
