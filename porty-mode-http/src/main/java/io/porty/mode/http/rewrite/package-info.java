/** What changes between the message received and the message forwarded. */
@NullMarked
package io.porty.mode.http.rewrite;

import org.jspecify.annotations.NullMarked;
