/**
 * The interfaces between an exchange and the protocols: one request and its response, independent
 * of the connection. Depends on no exchange, connection or pool.
 */
@NullMarked
package io.porty.mode.http.stream;

import org.jspecify.annotations.NullMarked;
