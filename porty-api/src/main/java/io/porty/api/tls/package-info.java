/**
 * The plugin API of certificate sources: what obtains certificates for the hosts of routes, by ACME
 * for example, and answers the challenges of an authority through Porty's own listeners.
 * Independent of Netty.
 */
@NullMarked
package io.porty.api.tls;

import org.jspecify.annotations.NullMarked;
