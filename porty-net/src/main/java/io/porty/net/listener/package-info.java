/** Listeners for TCP and Unix domain sockets, connection limits, and inherited sockets. */
@NullMarked
package io.porty.net.listener;

import org.jspecify.annotations.NullMarked;
