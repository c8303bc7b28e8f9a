/**
 * The ports' promises as tests. A backend proves itself by subclassing them; a subclass only names
 * its subject. Nothing here assumes that a backend answers at once or lives in this process.
 */
@NullMarked
package dev.fanfare.testkit.contract;

import org.jspecify.annotations.NullMarked;
