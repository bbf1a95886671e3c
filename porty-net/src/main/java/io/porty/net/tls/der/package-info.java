/** Reading and writing DER (X.690): as much of it as certificates and keys need. */
@NullMarked
package io.porty.net.tls.der;

import org.jspecify.annotations.NullMarked;
