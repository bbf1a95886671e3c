/** How traffic is recorded: immutable records, handed over off the event loop. */
@NullMarked
package io.porty.api.log;

import org.jspecify.annotations.NullMarked;
