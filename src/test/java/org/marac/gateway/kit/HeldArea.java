package org.marac.gateway.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/** The example area with a clause of which the example has none, signed again by its agencies with OpenSSL. */
public final class HeldArea {
    /** A person looks before anything about children goes to children's services. */
    public static final String LOOK_FIRST = """

              - id: C8.9
                effect: hold
                title: A person looks first
                text: A person looks before anything about a child goes to children's services.
                from: [any]
                to: [wenbury-childrens-services]
                categories: [CHILD]
                reason: look-first
            """;

    private HeldArea() {}

    /** Makes it in the directory. */
    public static Path in(Path directory, String... clauses) throws IOException {
        return in(directory, text -> text + String.join("", clauses));
    }

    /** Makes it in the directory, with the protocol changed. */
    public static Path in(Path directory, UnaryOperator<String> change) throws IOException {
        Path area = Folders.copied(Path.of("protocol-config/wenbury"), directory.resolve("wenbury"));
        Path protocol = area.resolve("v1/protocol.yaml");
        Files.writeString(protocol, change.apply(Files.readString(protocol)));
        Programs.Ended signed = Programs.run(
                Path.of("").toAbsolutePath(),
                List.of(
                        "sh",
                        "protocol-config/sign-example.sh",
                        area.resolve("v1").toString()));
        assertThat(signed.status()).as(signed.said()).isZero();
        return area;
    }

    /**
     * The protocol with one more channel of an agency, before those it has.
     *
     * @param channel as the protocol writes it, in braces
     */
    public static String withChannel(String protocol, String agency, String channel) {
        return with(protocol, agency, "channels:", channel);
    }

    /** The protocol with a person of an agency who writes mail for it, and gets none but answers. */
    public static String withMail(String protocol, String agency, MailPerson person) {
        return withCertificate(
                withChannel(
                        protocol,
                        agency,
                        "{door: mail, sends: true, receives: false, assurance: channel, address: " + person.address()
                                + "}"),
                agency,
                "{use: mail, sha256: \"" + person.digest().hex() + "\"}");
    }

    /**
     * The protocol with one more certificate of an agency, before those it has.
     *
     * @param certificate as the protocol writes it, in braces
     */
    public static String withCertificate(String protocol, String agency, String certificate) {
        return with(protocol, agency, "certificates:", certificate);
    }

    private static String with(String protocol, String agency, String list, String line) {
        String begin = "    " + list + "\n";
        int at = protocol.indexOf(begin, protocol.indexOf("- id: " + agency)) + begin.length();
        return protocol.substring(0, at) + "      - " + line + "\n" + protocol.substring(at);
    }
}
