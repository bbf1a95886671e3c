/**
 * The admin endpoint: where people and programs look into a running Porty, and tell it to reload or
 * to drain. It has a listener and threads of its own; what it shows is read from the data path's
 * objects without stopping them.
 */
@NullMarked
package io.porty.admin;

import org.jspecify.annotations.NullMarked;
