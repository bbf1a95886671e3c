/** Body framing: determined once from the head, then read and written accordingly. */
@NullMarked
package io.porty.mode.http.framing;

import org.jspecify.annotations.NullMarked;
