package org.marac.gateway.seal;

import java.nio.file.Path;
import java.util.List;
import org.marac.gateway.model.Digest;

/** The gateway's own keys: one that signs, one or more that open. While agencies change to a new encryption certificate, both open. */
public final class Keyring {
    private final OwnKey signing;
    private final List<OwnKey> opening;

    Keyring(OwnKey signing, List<OwnKey> opening) {
        this.signing = signing;
        this.opening = List.copyOf(opening);
    }

    /**
     * Reads {@code sign.crt}, {@code sign.key}, {@code encrypt.crt} and {@code encrypt.key} (PEM, keys as unencrypted PKCS#8), and
     * {@code encrypt-previous.crt} and {@code encrypt-previous.key} if they are there.
     *
     * @throws java.io.UncheckedIOException if a file is missing
     * @throws IllegalArgumentException if a key is too weak, is not the certificate's, or may not be used so
     */
    public static Keyring read(Path directory) {
        OwnKey signing = OwnKey.read(directory.resolve("sign.crt"), directory.resolve("sign.key"));
        signing.require(KeyRules::maySign, "sign");
        OwnKey current = encryption(directory, "encrypt");
        return directory.resolve("encrypt-previous.crt").toFile().exists()
                ? new Keyring(signing, List.of(current, encryption(directory, "encrypt-previous")))
                : new Keyring(signing, List.of(current));
    }

    /**
     * An agency's keys for mail: {@code mail.crt} and {@code mail.key} sign, {@code encrypt.crt} and {@code encrypt.key} open.
     *
     * @throws java.io.UncheckedIOException if a file is missing
     * @throws IllegalArgumentException if a key is too weak, is not the certificate's, or may not be used so
     */
    public static Keyring ofMail(Path directory) {
        OwnKey signing = OwnKey.read(directory.resolve("mail.crt"), directory.resolve("mail.key"));
        signing.require(KeyRules::maySignMail, "sign mail");
        return new Keyring(signing, List.of(encryption(directory, "encrypt")));
    }

    /** Digest of the certificate that signs receipts and disclosures. */
    public Digest signer() {
        return Digest.of(signing.der());
    }

    OwnKey signing() {
        return signing;
    }

    List<OwnKey> opening() {
        return opening;
    }

    private static OwnKey encryption(Path directory, String name) {
        OwnKey own = OwnKey.read(directory.resolve(name + ".crt"), directory.resolve(name + ".key"));
        own.require(KeyRules::mayEncrypt, "receive");
        return own;
    }
}
