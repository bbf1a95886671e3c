/** Edits of heads and trailers between the received and the forwarded message. */
@NullMarked
package io.porty.mode.http.edit;

import org.jspecify.annotations.NullMarked;
