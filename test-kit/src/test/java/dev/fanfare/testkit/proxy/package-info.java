/** Tests of the proxy, over real sockets. */
@NullMarked
package dev.fanfare.testkit.proxy;

import org.jspecify.annotations.NullMarked;
