package dev.fanfare.gateway.boot.config;

import java.util.Optional;

/** A second port for clients that speaks TLS: HTTP and WebSockets alike. */
public record TlsConfig(
    @Setting(
            value = "The port; 0 takes any free one, which the log names.",
            otherwise = "no TLS here, but in front of the gateway",
            min = "0",
            max = "65535")
        Optional<Integer> port,
    @Setting(
            value = "The certificate and those above it, a PEM file.",
            otherwise = "needed with a port")
        Optional<String> certificate,
    @Setting(
            value = "Its private key, PEM in PKCS #8, not encrypted.",
            otherwise = "needed with a port")
        Optional<String> privateKey) {

  /** With these files on this port. */
  public TlsConfig with(int otherPort, String certificateFile, String keyFile) {
    return new TlsConfig(
        Optional.of(otherPort), Optional.of(certificateFile), Optional.of(keyFile));
  }
}
