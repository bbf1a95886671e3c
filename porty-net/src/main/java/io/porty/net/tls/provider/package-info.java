/** Chooses who does TLS in this process. */
@NullMarked
package io.porty.net.tls.provider;

import org.jspecify.annotations.NullMarked;
