/**
 * Certificates that Porty makes itself: for development, signed by an authority of this machine.
 */
@NullMarked
package io.porty.net.tls.local;

import org.jspecify.annotations.NullMarked;
