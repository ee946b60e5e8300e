package org.marac.gateway.kit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.seal.Certificates;

/** Somebody with a mail address, a certificate for it by the example authority, and OpenSSL. */
public final class MailPerson {
    private static final Path AUTHORITY = Path.of("certs-example").toAbsolutePath();
    private static final String SIGNS = "digitalSignature,nonRepudiation";

    private final Path directory;
    private final String address;

    private MailPerson(Path directory, String address) {
        this.directory = directory;
        this.address = address;
    }

    /** One with an elliptic-curve key. */
    public static MailPerson of(Path parent, String address) {
        return with(parent, address, "ec:P-256", SIGNS, "emailProtection", "-days", "30");
    }

    /**
     * One with any certificate.
     *
     * @param key for example {@code rsa:2048}, {@code ec:P-256}
     * @param usage key usage
     * @param purpose extended key usage
     * @param more of {@code openssl x509 -req}
     */
    public static MailPerson with(
            Path parent, String address, String key, String usage, String purpose, String... more) {
        try {
            Path directory = Files.createTempDirectory(parent, "person");
            MailPerson person = new MailPerson(directory, address);
            person.certify("sign", key, "keyUsage=critical," + usage + "\nextendedKeyUsage=" + purpose, more);
            person.certify("encrypt", "ec:P-256", "keyUsage=critical,keyAgreement", "-days", "30");
            return person;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String address() {
        return address;
    }

    /** Where its keys and certificates lie. */
    public Path directory() {
        return directory;
    }

    public Path certificate() {
        return directory.resolve("sign.crt");
    }

    public Path key() {
        return directory.resolve("sign.key");
    }

    public Path encryptionCertificate() {
        return directory.resolve("encrypt.crt");
    }

    public Path encryptionKey() {
        return directory.resolve("encrypt.key");
    }

    /** What the protocol pins. */
    public Digest digest() {
        return Certificates.digestOf(certificate());
    }

    /** A part of MIME, signed: {@code multipart/signed}. */
    public byte[] signed(byte[] part, String... more) {
        return openssl(
                part, "smime", list("-sign", "-signer", certificate().toString(), "-inkey", key().toString()), more);
    }

    /** A part of MIME, signed with what is signed inside. */
    public byte[] signedInside(byte[] part, String... more) {
        return openssl(
                part,
                "cms",
                list("-sign", "-nodetach", "-signer", certificate().toString(), "-inkey", key().toString()),
                more);
    }

    /** A part of MIME, encrypted for the gateway; by anybody. */
    public byte[] encrypted(byte[] part, String... more) {
        return openssl(
                part,
                "cms",
                list(
                        "-encrypt",
                        "-recip",
                        AUTHORITY.resolve("gateway/encrypt.crt").toString()),
                with(more, "-keyopt", "ecdh_kdf_md:sha256"));
    }

    /** The header of a mail around it. */
    public byte[] mail(String to, byte[] secured) {
        return joined(
                "From: " + address + "\r\nTo: " + to + "\r\nSubject: x\r\nDate: Sun, 22 Nov 2026 08:00:00 +0000\r\n",
                secured);
    }

    /** Text, then bytes. */
    public static byte[] joined(String before, byte[] rest) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(before.getBytes(StandardCharsets.UTF_8));
        all.writeBytes(rest);
        return all.toByteArray();
    }

    /** Runs OpenSSL on some bytes. */
    public byte[] openssl(byte[] in, String verb, List<String> arguments, String... more) {
        try {
            Path from = Files.write(Files.createTempFile(directory, "in", ""), in);
            Path to = Files.createTempFile(directory, "out", "");
            List<String> command = new ArrayList<>(List.of("openssl", verb));
            command.addAll(arguments);
            command.addAll(List.of("-in", from.toString(), "-out", to.toString()));
            command.addAll(List.of(more));
            Programs.Ended ended = Programs.run(directory, command);
            if (ended.status() != 0) {
                throw new IllegalStateException(command + ": " + ended.said());
            }
            return Files.readAllBytes(to);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void certify(String name, String key, String extensions, String... more) throws IOException {
        String file = directory.resolve(name).toString();
        String[] kind = key.split(":");
        List<String> generate = kind[0].equals("rsa")
                ? List.of(
                        "openssl",
                        "genpkey",
                        "-algorithm",
                        "RSA",
                        "-pkeyopt",
                        "rsa_keygen_bits:" + kind[1],
                        "-out",
                        file + ".key")
                : List.of(
                        "openssl",
                        "genpkey",
                        "-algorithm",
                        "EC",
                        "-pkeyopt",
                        "ec_paramgen_curve:" + kind[1],
                        "-out",
                        file + ".key");
        run(generate);
        Files.writeString(
                directory.resolve(name + ".ext"),
                "basicConstraints=critical,CA:FALSE\nsubjectAltName=email:" + address + "\n" + extensions + "\n");
        run(List.of(
                "openssl",
                "req",
                "-new",
                "-key",
                file + ".key",
                "-subj",
                "/CN=EXAMPLE ONLY mail",
                "-out",
                file + ".csr"));
        List<String> sign = new ArrayList<>(List.of(
                "openssl",
                "x509",
                "-req",
                "-in",
                file + ".csr",
                "-CA",
                AUTHORITY.resolve("ca.crt").toString(),
                "-CAkey",
                AUTHORITY.resolve("ca.key").toString(),
                "-set_serial",
                "0x" + Bytes.utf8(file).digest().hex().substring(0, 30),
                "-extfile",
                file + ".ext",
                "-out",
                file + ".crt"));
        sign.addAll(List.of(more));
        run(sign);
    }

    private void run(List<String> command) {
        Programs.Ended ended = Programs.run(directory, command);
        if (ended.status() != 0) {
            throw new IllegalStateException(command + ": " + ended.said());
        }
    }

    private static List<String> list(String... all) {
        return List.of(all);
    }

    private static String[] with(String[] some, String... more) {
        List<String> all = new ArrayList<>(List.of(some));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
