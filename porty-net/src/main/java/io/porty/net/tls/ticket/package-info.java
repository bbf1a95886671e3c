/** Files with the keys of session tickets, which several machines share. */
@NullMarked
package io.porty.net.tls.ticket;

import org.jspecify.annotations.NullMarked;
