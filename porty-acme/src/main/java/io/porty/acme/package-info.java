/**
 * Certificates by ACME (RFC 8555): {@link io.porty.acme.AcmeSource} has a thread that looks which
 * host needs one ({@link io.porty.acme.Renewals}), obtains it from the authority ({@link
 * io.porty.acme.AcmeAuthority}), and keeps it on the disk ({@link io.porty.acme.AcmeFiles}).
 */
@NullMarked
package io.porty.acme;

import org.jspecify.annotations.NullMarked;
