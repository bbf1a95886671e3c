/**
 * The contract between an exchange and the wires: one request and its answer, whatever connection
 * carries them. Sees no exchange, no connection and no pool.
 */
@NullMarked
package io.porty.mode.http.stream;

import org.jspecify.annotations.NullMarked;
