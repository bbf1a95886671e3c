package io.porty.net.tls.cert;

/**
 * Two certificates for one name with keys of one type.
 *
 * @param name empty for the default of a port
 * @param kept the one that is shown
 * @param ignored the one that is not
 */
public record NameConflict<T>(String name, KeyType type, T kept, T ignored) {}
