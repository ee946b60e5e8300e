package org.marac.gateway.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The key that signs checkpoints, and nothing else. Its file holds two PEM blocks, the private and the public key, as
 * {@code openssl genpkey -algorithm ed25519} and {@code openssl pkey -pubout} write them.
 */
public final class LogKey {
    private static final Pattern PRIVATE = block("PRIVATE KEY");
    private static final Pattern PUBLIC = block("PUBLIC KEY");

    private final PrivateKey key;
    private final VerifierKey verifier;

    LogKey(String origin, PrivateKey key, PublicKey publicKey) throws InvalidKeySpecException {
        this.key = key;
        this.verifier = new VerifierKey(origin, Ed25519.raw(publicKey));
        if (!verifier.verifies(origin, signature(origin))) {
            throw new InvalidKeySpecException("The private and the public log key are not a pair");
        }
    }

    /**
     * A new key that is nowhere stored.
     *
     * @param origin the name of the log: a URL without schema, for example {@code audit.wenbury.example/log/2026}
     */
    public static LogKey generate(String origin) {
        KeyPair pair = Ed25519.generate();
        try {
            return new LogKey(origin, pair.getPrivate(), pair.getPublic());
        } catch (InvalidKeySpecException e) {
            throw new IllegalStateException("A key that was just made is a key", e);
        }
    }

    /**
     * The key in the file; when there is none, makes one that only the owner can read.
     *
     * @throws IOException when the file cannot be read or written, or holds no key pair
     */
    public static LogKey loadOrCreate(Path file, String origin) throws IOException {
        if (!Files.exists(file)) {
            create(file.toAbsolutePath());
        }
        return load(file, origin);
    }

    /** Moved into place when it is whole: a crash leaves a key or none. */
    private static void create(Path file) throws IOException {
        KeyPair pair = Ed25519.generate();
        String pem = pem("PRIVATE KEY", pair.getPrivate().getEncoded())
                + pem("PUBLIC KEY", pair.getPublic().getEncoded());
        Files.createDirectories(file.getParent());
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.deleteIfExists(next);
        if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
            Files.createFile(next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } else {
            Files.createFile(next);
        }
        Files.writeString(next, pem, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The key in the file.
     *
     * @throws IOException when the file cannot be read, or holds no key pair
     */
    public static LogKey load(Path file, String origin) throws IOException {
        String pem = Files.readString(file, StandardCharsets.US_ASCII);
        try {
            PrivateKey key = Ed25519.keys().generatePrivate(new PKCS8EncodedKeySpec(der(PRIVATE, pem)));
            return new LogKey(origin, key, Ed25519.keys().generatePublic(new X509EncodedKeySpec(der(PUBLIC, pem))));
        } catch (InvalidKeySpecException e) {
            throw new IOException("The log key file holds no pair of Ed25519 keys in PEM", e);
        }
    }

    /** The key that checks what this one signs. */
    public VerifierKey verifier() {
        return verifier;
    }

    /** Signs a checkpoint of the key's own log. */
    SignedCheckpoint sign(Checkpoint checkpoint) {
        if (!checkpoint.origin().equals(verifier.name())) {
            throw new IllegalArgumentException("A log key signs its own log");
        }
        String text = checkpoint.text();
        return new SignedCheckpoint(checkpoint, text + "\n" + SignedNote.line(verifier, signature(text)));
    }

    private byte[] signature(String text) {
        try {
            return Ed25519.sign(key, text.getBytes(StandardCharsets.UTF_8));
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("The log key cannot sign", e);
        }
    }

    private static byte[] der(Pattern block, String pem) throws InvalidKeySpecException {
        Matcher found = block.matcher(pem);
        if (!found.find()) {
            throw new InvalidKeySpecException("A PEM block is missing");
        }
        return Base64.getMimeDecoder().decode(found.group(1));
    }

    private static Pattern block(String label) {
        return Pattern.compile("-----BEGIN " + label + "-----([A-Za-z0-9+/=\\s]+)-----END " + label + "-----");
    }

    private static String pem(String label, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + lines + "\n-----END " + label + "-----\n";
    }
}
