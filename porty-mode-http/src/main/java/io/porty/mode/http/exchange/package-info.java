/** The way of a request: client connection, exchange, reply. */
@NullMarked
package io.porty.mode.http.exchange;

import org.jspecify.annotations.NullMarked;
