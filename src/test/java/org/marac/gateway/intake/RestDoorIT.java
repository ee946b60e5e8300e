package org.marac.gateway.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPOutputStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.kit.Folders;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.model.Bytes;

/** The REST door of the running gateway, met with curl and OpenSSL: the commands of docs/agency-it/rest.md. */
class RestDoorIT {
    private static final Path CERTIFICATES = Path.of("certs-example").toAbsolutePath();
    private static final String HOSPITAL = "wenbury-hospital";
    private static final String IDVA = "haven-idva";
    private static final String CANONICAL = "application/vnd.marac.message+json";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static OpenSsl openssl;

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        assumeTrue(Programs.has("curl"), "There is no curl here");
        openssl = new OpenSsl(directory);
        Path area = HeldArea.in(directory, RestDoorIT::withRest);
        Path routes = Folders.copied(Path.of("routes"), directory.resolve("routes"));
        withXmlForTheAdvisors(routes);
        gateway = RunningGateway.start(
                directory.resolve("data"),
                "--gateway.protocol.directory=" + area,
                "--gateway.routes=" + routes,
                "--gateway.rest.per-minute=60");
    }

    /** The advisors' system reads XML. */
    private static void withXmlForTheAdvisors(Path routes) throws IOException {
        Path folder = Files.createDirectories(routes.resolve("mappings").resolve(IDVA));
        Files.writeString(folder.resolve("xml.yaml"), "out: disclosure.xsl\n");
        Files.writeString(folder.resolve("disclosure.xsl"), """
                <xsl:stylesheet version="3.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"
                                xpath-default-namespace="http://www.w3.org/2005/xpath-functions">
                  <xsl:template match="/map">
                    <Disclosure message="{map[@key='header']/string[@key='id']}">
                      <xsl:for-each select="array[@key='items']/map">
                        <Item category="{string[@key='category']}"><xsl:value-of select="string[@key='text']"/></Item>
                      </xsl:for-each>
                    </Disclosure>
                  </xsl:template>
                </xsl:stylesheet>
                """);
    }

    /** The hospital may send by this door; the advisors of the example, who can only call out, get theirs by it. */
    private static String withRest(String protocol) {
        String sends = HeldArea.withChannel(
                protocol, HOSPITAL, "{door: rest, sends: true, receives: false, assurance: channel}");
        return HeldArea.withChannel(sends, IDVA, "{door: rest, sends: true, receives: true, assurance: signed}");
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    /** An HTTP answer, as curl wrote it. */
    private record Answer(int status, String headers, byte[] bytes) {
        JsonNode body() throws IOException {
            return JSON.readTree(bytes);
        }

        String code() throws IOException {
            return body().path("code").asText();
        }
    }

    @Test
    void aReferralIsAdmittedOnceAndEveryRetryGetsTheSameReceipt() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] referral = referral(id);

        Answer first = send("k-" + id, referral);
        Answer again = send("k-" + id, referral);
        Answer outcome = get(HOSPITAL, "/messages/" + id);
        Answer receipt = get(HOSPITAL, "/messages/" + id + "/receipt");

        assertThat(first.status()).as(new String(first.bytes())).isEqualTo(201);
        assertThat(first.headers()).contains("location: /api/v1/messages/" + id);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.body().path("repeated").asBoolean()).isTrue();
        byte[] signed = Base64.getDecoder().decode(first.body().path("receipt").asText());
        assertThat(receipt.bytes()).isEqualTo(signed);
        assertThat(outcome.body().path("receipt")).isEqualTo(again.body().path("receipt"));
        JsonNode verified = openssl.verified(signed);
        assertThat(verified.path("outcome").asText()).isEqualTo("accepted");
        assertThat(verified.path("sha256").asText())
                .isEqualTo(Bytes.of(referral).digest().hex());
        assertThat(get(IDVA, "/messages/" + id).status())
                .as("another agency's message")
                .isEqualTo(404);
    }

    @Test
    void anAgencyThatOnlyCallsOutTakesItsDisclosureAndSaysSo() throws Exception {
        String id = UUID.randomUUID().toString();
        assertThat(send(id, referral(id)).status()).isEqualTo(201);

        JsonNode item = Awaitility.await()
                .atMost(Duration.ofMinutes(2))
                // Slower than the agreed rate.
                .pollInterval(Duration.ofSeconds(2))
                .until(() -> waitingOf(id), found -> !found.isMissingNode());
        String letter = "/mailbox/" + item.path("number").asLong();
        Answer sealed = get(IDVA, letter);
        String sha256 = Bytes.of(sealed.bytes()).digest().hex();

        assertThat(item.path("sha256").asText()).isEqualTo(sha256);
        JsonNode opened = openssl.opened(IDVA, sealed.bytes());
        assertThat(opened.path("handling").path("originator").asText()).isEqualTo(HOSPITAL);
        assertThat(opened.path("contentType").asText()).as("her own form").isEqualTo("application/xml");
        assertThat(new String(Base64.getDecoder().decode(opened.path("content").asText())))
                .startsWith("<?xml version=\"1.0\" encoding=\"UTF-8\"?><Disclosure message=\"")
                .contains("<Item category=\"HEALTH\">")
                .as("what she may not see is in no form")
                .doesNotContain("crisis clinic");
        assertThat(get(HOSPITAL, "/mailbox").code()).isEqualTo("no-mailbox");
        assertThat(get(HOSPITAL, letter).code()).isEqualTo("no-mailbox");
        assertThat(acknowledge(letter, "0".repeat(64)).code()).isEqualTo("not-waiting");
        assertThat(get(IDVA, letter).status()).as("it stays").isEqualTo(200);
        assertThat(acknowledge(letter, sha256).status()).isEqualTo(200);
        assertThat(acknowledge(letter, sha256).code()).isEqualTo("not-waiting");
        assertThat(get(IDVA, letter).status()).isEqualTo(404);
        assertThat(Programs.gateway("audit", "list", "--data", gateway.data().toString())
                        .said())
                .contains("rest");
    }

    @Test
    void whatIsWrongIsAnsweredWithACodeAndWithoutContent() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] referral = referral(id);

        assertThat(post(HOSPITAL, referral, CANONICAL).code()).isEqualTo("idempotency-key-missing");
        assertThat(post(HOSPITAL, referral, CANONICAL, "Idempotency-Key: unquoted")
                        .code())
                .isEqualTo("idempotency-key-malformed");
        assertThat(post(HOSPITAL, referral, "text/plain", key(id)).status()).isEqualTo(415);
        Answer malformed =
                send(id, new String(referral).replace("\"kind\"", "\"kynd\"").getBytes());
        assertThat(malformed.status()).isEqualTo(422);
        assertThat(malformed.headers()).contains("application/problem+json");
        assertThat(malformed.body().path("receipt").asText()).isNotEmpty();
        assertThat(send(id, referral).status()).isEqualTo(201);
        assertThat(send(id, referral(UUID.randomUUID().toString())).code())
                .as("the key of another message")
                .isEqualTo("conflict");
        assertThat(post(IDVA, referral, CANONICAL, key("x" + id)).code())
                .as("she signs what she sends here")
                .isEqualTo("channel-not-agreed");
        assertThat(get(HOSPITAL, "/nothing").code()).isEqualTo("not-found");
        assertThat(get(HOSPITAL, "/messages").code()).isEqualTo("method-not-allowed");
        assertThat(get(HOSPITAL, "/messages/" + UUID.randomUUID()).status()).isEqualTo(404);
    }

    @Test
    void aTableIsAnsweredRowByRow() throws Exception {
        String header =
                "Referral reference,Referred By Name,Victim name,Victim DOB,Alleged perpetrator,Professional judgement,"
                        + "Rationale,Does the client consent to this referral\n";
        String good = UUID.randomUUID()
                + ",Imogen Tallis,Ada TABLE,01/02/1990,Curtis BRACKENRIDGE,Yes,control that grows,Yes\n";
        String bad = UUID.randomUUID()
                + ",Imogen Tallis,Eve TABLE,01/02/90,Curtis BRACKENRIDGE,Yes,control that grows,Yes\n";

        Answer answer = post(
                HOSPITAL, (header + good + bad).getBytes(), "text/csv; charset=utf-8", key("t" + UUID.randomUUID()));

        assertThat(answer.status()).as(new String(answer.bytes())).isEqualTo(200);
        JsonNode rows = answer.body().path("rows");
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).path("outcome").asText()).isEqualTo("accepted");
        assertThat(openssl.verified(Base64.getDecoder()
                                .decode(rows.get(0).path("receipt").asText()))
                        .path("outcome")
                        .asText())
                .isEqualTo("accepted");
        assertThat(rows.get(1).path("reason").asText()).isEqualTo("two-digit-year");
        assertThat(rows.get(1).path("places").get(0).asText()).isEqualTo("column-4:/victim/birthDate two-digit-year");
        assertThat(new String(answer.bytes())).doesNotContain("TABLE");
    }

    @Test
    void gzipIsTakenAndABombIsNot() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] referral = referral(id);

        Answer zipped = post(HOSPITAL, zipped(referral, 1), CANONICAL, key(id), "Content-Encoding: gzip");
        Answer bomb = post(HOSPITAL, zipped(new byte[1 << 20], 64), CANONICAL, key("b" + id), "Content-Encoding: gzip");
        Answer none = post(HOSPITAL, referral, CANONICAL, key("n" + id), "Content-Encoding: gzip");
        Answer other = post(HOSPITAL, referral, CANONICAL, key("o" + id), "Content-Encoding: br");

        assertThat(zipped.status()).as(new String(zipped.bytes())).isEqualTo(201);
        assertThat(bomb.code()).isEqualTo("too-large");
        assertThat(none.code()).isEqualTo("not-gzip");
        assertThat(other.code()).isEqualTo("content-encoding");
    }

    @Test
    void aReferralInTheHospitalsOwnXmlIsAdmitted() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] xml = ownXml(id);

        Answer admitted = post(HOSPITAL, xml, "application/xml", key("x-" + id));
        Answer again = post(HOSPITAL, xml, "text/xml; charset=UTF-8", key("x-" + id));

        assertThat(admitted.status()).as(new String(admitted.bytes())).isEqualTo(201);
        assertThat(admitted.headers()).contains("location: /api/v1/messages/" + id);
        assertThat(again.body().path("repeated").asBoolean()).isTrue();
        JsonNode verified = openssl.verified(
                Base64.getDecoder().decode(admitted.body().path("receipt").asText()));
        assertThat(verified.path("messageId").asText()).isEqualTo(id);
        assertThat(verified.path("sha256").asText())
                .as("of the document as sent")
                .isEqualTo(Bytes.of(xml).digest().hex());
    }

    @Test
    void ownXmlThatIsWrongIsAnsweredWithAPlaceAndWithoutContent() throws Exception {
        String id = UUID.randomUUID().toString();
        String xml = new String(ownXml(id));

        Answer noName =
                post(HOSPITAL, xml.replace("1991-03-14", "14/03/91").getBytes(), "application/xml", key("w-" + id));
        Answer entity = post(
                HOSPITAL,
                xml.replace("?>", "?><!DOCTYPE Referral [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>")
                        .getBytes(),
                "application/xml",
                key("e-" + id));
        Answer notMapped = post(IDVA, xml.getBytes(), "application/xml", key("n-" + id));
        Answer other = post(HOSPITAL, "<a/>".getBytes(), "application/xml", key("o-" + id));

        assertThat(noName.status()).isEqualTo(422);
        assertThat(noName.body().path("errors").path(0).path("pointer").asText())
                .as(new String(noName.bytes()))
                .isEqualTo("/victim/birthDate");
        assertThat(new String(noName.bytes())).doesNotContain("14/03", "Ashdown");
        assertThat(entity.code()).isEqualTo("unreadable");
        assertThat(notMapped.code()).as("she signs what she sends here").isEqualTo("channel-not-agreed");
        assertThat(other.body().path("reason").asText()).isEqualTo("root-not-taken");
    }

    @Test
    void aMappingIsAddedWhileTheGatewayRuns() throws Exception {
        String id = UUID.randomUUID().toString();
        byte[] json = ("{\"case\":{\"id\":\"" + id + "\",\"on\":\""
                        + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\"}}")
                .getBytes();
        assertThat(post(HOSPITAL, json, "application/json", key("j-" + id))
                        .body()
                        .path("reason")
                        .asText())
                .isEqualTo("no-mapping");

        Path folder = directory.resolve("routes/mappings/wenbury-hospital");
        Files.writeString(folder.resolve("case.jslt"), """
                {"kind": "INFORMATION", "version": 1,
                 "header": {"id": .case.id, "sender": $sender, "created": .case.on, "purpose": "RESEARCH"},
                 "victim": {"name": {"family": "Ashdown", "given": ["Rhiannon"]}, "birthDate": "1991-03-14"},
                 "items": [{"category": "HOUSING", "assertion": "FACT", "subject": "VICTIM", "text": "Asked for a new lock."}]}
                """);
        Files.writeString(folder.resolve("json.yaml"), "parts: [/case/id]\ntemplate: case.jslt\n");

        Answer admitted = post(HOSPITAL, json, "application/json", key("j-" + id));
        assertThat(admitted.status()).as(new String(admitted.bytes())).isEqualTo(201);
    }

    @Test
    void theTraceGoesOn() throws Exception {
        String trace = "4bf92f3577b34da6a3ce929d0e0e4736";

        Answer traced =
                curl(HOSPITAL, "/openapi.json", List.of("-H", "traceparent: 00-" + trace + "-00f067aa0ba902b7-01"));
        Answer begun = curl(HOSPITAL, "/openapi.json", List.of("-H", "traceparent: not one"));

        assertThat(traced.headers()).contains("traceparent: 00-" + trace).doesNotContain("00f067aa0ba902b7");
        assertThat(begun.headers()).containsPattern("traceparent: 00-[0-9a-f]{32}-[0-9a-f]{16}-00");
        assertThat(traced.body().path("openapi").asText()).isEqualTo("3.1.0");
    }

    @Test
    void whoSendsFasterThanAgreedIsToldWhenToTryAgain() throws Exception {
        Answer last = get("wenbury-gp", "/openapi.json");
        for (int i = 0; i < 120 && last.status() == 200; i++) {
            last = get("wenbury-gp", "/openapi.json");
        }

        assertThat(last.status()).isEqualTo(429);
        assertThat(last.headers()).containsPattern("(?i)retry-after: [1-9]");
        assertThat(get(HOSPITAL, "/openapi.json").status())
                .as("nobody else waits")
                .isEqualTo(200);
    }

    private static byte[] referral(String id) throws IOException {
        return Files.readString(Path.of("src/main/resources/example/hospital-information.json"))
                .replace("${id}", id)
                .replace(
                        "${created}",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .getBytes();
    }

    /** The same person's referral in the XML of the hospital's own system. */
    private static byte[] ownXml(String id) throws IOException {
        return Files.readString(Path.of("src/test/resources/agency/hospital-referral.xml"))
                .replace("${id}", id)
                .replace(
                        "${created}",
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .getBytes();
    }

    private static Answer send(String key, byte[] body) throws IOException {
        return post(HOSPITAL, body, CANONICAL, key(key));
    }

    private static String key(String key) {
        return "Idempotency-Key: \"" + key + "\"";
    }

    /** What waits for the advisors of this message; other tests' messages wait there too. */
    private static JsonNode waitingOf(String id) throws IOException {
        for (JsonNode item : get(IDVA, "/mailbox").body().path("items")) {
            byte[] sealed =
                    get(IDVA, "/mailbox/" + item.path("number").asLong()).bytes();
            if (openssl.opened(IDVA, sealed).path("id").asText().equals(id)) {
                return item;
            }
        }
        return MissingNode.getInstance();
    }

    private static Answer acknowledge(String letter, String sha256) throws IOException {
        return curl(
                IDVA,
                letter + "/acknowledgement",
                List.of("-H", "Content-Type: application/json", "-d", "{\"sha256\":\"" + sha256 + "\"}"));
    }

    private static Answer post(String agency, byte[] body, String type, String... headers) throws IOException {
        Path file = Files.write(openssl.fresh(), body);
        List<String> arguments = new ArrayList<>(List.of("--data-binary", "@" + file, "-H", "Content-Type: " + type));
        for (String header : headers) {
            arguments.addAll(List.of("-H", header));
        }
        return curl(agency, "/messages", arguments);
    }

    private static Answer get(String agency, String path) throws IOException {
        return curl(agency, path, List.of());
    }

    private static Answer curl(String agency, String path, List<String> arguments) throws IOException {
        Path identity = CERTIFICATES.resolve("agencies").resolve(agency).resolve("tls");
        Path headers = openssl.fresh();
        Path body = openssl.fresh();
        List<String> command = new ArrayList<>(List.of(
                "curl",
                "--silent",
                "--show-error",
                "--max-time",
                "60",
                "--cert",
                identity + ".crt",
                "--key",
                identity + ".key",
                "--cacert",
                CERTIFICATES.resolve("ca.crt").toString(),
                "--dump-header",
                headers.toString(),
                "--output",
                body.toString(),
                "--write-out",
                "%{http_code}",
                "https://localhost:" + gateway.fhirPort() + "/api/v1" + path));
        command.addAll(arguments);
        Programs.Ended ended = Programs.run(directory, command);
        assertThat(ended.status()).as(ended.said()).isZero();
        return new Answer(
                Integer.parseInt(ended.said()),
                Files.readString(headers).replace("Location", "location").replace("Traceparent", "traceparent"),
                Files.readAllBytes(body));
    }

    private static byte[] zipped(byte[] block, int times) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (OutputStream zip = new GZIPOutputStream(out)) {
            for (int i = 0; i < times; i++) {
                zip.write(block);
            }
        }
        return out.toByteArray();
    }
}
