/** Where a body ends: decided once from the head, read and written from that decision. */
@NullMarked
package io.porty.mode.http.framing;

import org.jspecify.annotations.NullMarked;
