/**
 * HTTP/1.1 and HTTP/1.0: client and backend connections, and how they are read, written and closed.
 * Depends on exchanges only by the interfaces of {@code stream}.
 */
@NullMarked
package io.porty.mode.http.h1;

import org.jspecify.annotations.NullMarked;
