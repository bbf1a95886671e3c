package io.porty.engine.issued;

/**
 * What a source reported, for counting.
 *
 * @param source its name
 * @param success whether it published a certificate
 */
public record IssueResult(String source, boolean success) {}
