package dev.fanfare.gateway.edge;

import java.nio.file.Path;

/**
 * A certificate to serve with, TLS 1.2 and 1.3.
 *
 * @param certificateChain PEM
 * @param privateKey PEM, PKCS #8, not encrypted
 */
public record TlsOptions(Path certificateChain, Path privateKey) {}
