/** What changes between the message received and the message forwarded. */
@NullMarked
package io.porty.mode.http.edit;

import org.jspecify.annotations.NullMarked;
