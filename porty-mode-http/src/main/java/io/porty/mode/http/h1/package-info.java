/**
 * HTTP/1.1 and 1.0 on the wire: a client's connection, a backend's, and how both are read, written
 * and ended. Knows exchanges only by the interfaces of {@code stream}.
 */
@NullMarked
package io.porty.mode.http.h1;

import org.jspecify.annotations.NullMarked;
