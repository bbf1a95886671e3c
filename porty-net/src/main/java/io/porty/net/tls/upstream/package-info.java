/** TLS towards backends: whom a route trusts, and what it shows of itself. */
@NullMarked
package io.porty.net.tls.upstream;

import org.jspecify.annotations.NullMarked;
