/** Starts gateways, torments them and their clients, and writes down what the clients saw. */
@NullMarked
package dev.fanfare.chaos.run;

import org.jspecify.annotations.NullMarked;
