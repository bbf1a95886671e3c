/**
 * Verifies the certificates of others: chains to authorities that are trusted, dates, purposes,
 * revocation lists, names (RFC 5280 section 6, RFC 9525). Computes for a while; reads no file but
 * where it says so.
 */
@NullMarked
package io.porty.net.tls.verify;

import org.jspecify.annotations.NullMarked;
