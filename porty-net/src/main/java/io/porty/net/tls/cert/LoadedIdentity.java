package io.porty.net.tls.cert;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of reading the files of one certificate.
 *
 * @param identity null if there is an error among the problems
 * @param problems errors and warnings, in the order in which they were found
 */
public record LoadedIdentity(@Nullable Identity identity, List<CertificateProblem> problems) {}
