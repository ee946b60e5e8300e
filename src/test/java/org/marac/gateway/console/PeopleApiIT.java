package org.marac.gateway.console;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.apache.commons.codec.binary.Base32;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.marac.gateway.account.ExampleAccounts;
import org.marac.gateway.account.Secret;
import org.marac.gateway.kit.AgencyClient;
import org.marac.gateway.kit.Examples;
import org.marac.gateway.kit.HeldArea;
import org.marac.gateway.kit.OpenSsl;
import org.marac.gateway.kit.PeopleClient;
import org.marac.gateway.kit.Programs;
import org.marac.gateway.kit.RunningGateway;
import org.marac.gateway.kit.Tale;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.MediaType;

/** The people's door of the running gateway: what the real line holds is looked at, let go and delivered. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PeopleApiIT {
    private static final String WRONG = "not the password at all";

    @TempDir
    static Path directory;

    private static RunningGateway gateway;
    private static OpenSsl openssl;
    private static AgencyClient police;
    private static final Map<String, PeopleClient> PEOPLE = new HashMap<>();

    @BeforeAll
    static void start() throws IOException {
        assumeTrue(Programs.has("openssl"), "There is no openssl here");
        openssl = new OpenSsl(directory);
        Path area = HeldArea.in(directory, HeldArea.LOOK_FIRST);
        gateway = RunningGateway.start(directory.resolve("data"), "--gateway.protocol.directory=" + area);
        police = new AgencyClient(new AgencyId("wenbury-police"), gateway);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            police.close();
            gateway.close();
        }
    }

    @Test
    @Order(1)
    void nothingIsAnsweredToWhoHasNotSignedInButTheDescription() {
        PeopleClient stranger = new PeopleClient(gateway.peoplePort());

        assertThat(stranger.get("/api/openapi.json").status()).isEqualTo(200);
        for (String path : List.of(
                "/api/holds",
                "/api/breakglass",
                "/api/session",
                "/api/notices",
                "/api/unread",
                "/api/candidates",
                "/api/candidates/" + UUID.randomUUID(),
                "/api/holds/" + UUID.randomUUID())) {
            assertThat(stranger.get(path).status()).as(path).isEqualTo(401);
        }
        assertThat(stranger.with("Authorization", "Bearer nobody")
                        .get("/api/holds")
                        .status())
                .isEqualTo(401);
        assertThat(stranger.get("/fhir/metadata").status())
                .as("the agencies' door")
                .isEqualTo(404);
        assertThat(stranger.get("/actuator/health").status()).as("management").isEqualTo(404);
    }

    @Test
    @Order(2)
    void everyFailureToSignInIsAnsweredTheSame() {
        PeopleClient stranger = new PeopleClient(gateway.peoplePort());
        String right = PeopleClient.code("auditor", -1);

        PeopleClient.Answer password = stranger.signIn("auditor", WRONG, right);
        PeopleClient.Answer code = stranger.signIn("auditor", ExampleAccounts.PASSWORD, "000000");
        PeopleClient.Answer nobody = stranger.signIn("nobody-here", ExampleAccounts.PASSWORD, right);
        assertThat(stranger.signIn("auditor", ExampleAccounts.PASSWORD, right).status())
                .isEqualTo(200);
        PeopleClient.Answer repeated = stranger.signIn("auditor", ExampleAccounts.PASSWORD, right);

        assertThat(List.of(password, code, nobody, repeated)).allSatisfy(answer -> {
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo(password.body());
        });
    }

    @Test
    @Order(3)
    void whoGuessesTooOftenIsLockedOutWithTheRightPasswordToo() {
        PeopleClient stranger = new PeopleClient(gateway.peoplePort());
        for (int i = 0; i < 6; i++) {
            assertThat(stranger.signIn("deputy", WRONG, "123456").status()).isEqualTo(401);
        }

        assertThat(stranger.signIn("deputy", ExampleAccounts.PASSWORD, PeopleClient.code("deputy", 0))
                        .status())
                .isEqualTo(401);
        assertThat(auditList()).contains("person.locked", "person.turned-away");
    }

    @Test
    @Order(4)
    void whatWaitsIsShownLetGoOnceAndDelivered() throws Exception {
        String hold = held(false);
        PeopleClient coordinator = person("coordinator");

        JsonNode listed = listed(coordinator, hold);
        assertThat(listed.path("to").asText()).isEqualTo("wenbury-childrens-services");
        assertThat(listed.path("reason").asText()).isEqualTo("look-first");
        assertThat(listed.path("mayDecide").asBoolean()).isTrue();
        Instant since = Instant.parse(listed.path("since").asText());
        assertThat(Instant.parse(listed.path("due").asText())).isEqualTo(since.plus(8, ChronoUnit.HOURS));

        JsonNode shown = coordinator.get("/api/holds/" + hold).body();
        JsonNode view = shown.at("/views/0");
        assertThat(Bytes.utf8(view.path("content").asText()).digest().hex())
                .isEqualTo(view.path("sha256").asText());
        assertThat(view.path("content").asText()).contains("Linus").doesNotContain("900577");
        assertThat(shown.at("/protocol/says").asText()).isEqualTo("hold");
        assertThat(shown.at("/protocol/clauses/0").asText()).isEqualTo("C8.9");

        assertThat(release(coordinator, hold, "0".repeat(64)).code()).isEqualTo("view-changed");
        assertThat(release(person("chair"), hold, view.path("sha256").asText()).code())
                .isEqualTo("not-your-office");
        assertThat(release(person("dpo"), hold, view.path("sha256").asText()).code())
                .isEqualTo("not-your-office");
        assertThat(coordinator
                        .post("/api/holds/" + hold + "/release", Map.of("view", "x", "reason", "seen-and-safe"))
                        .status())
                .isEqualTo(400);
        assertThat(coordinator
                        .post("/api/holds/" + hold + "/refuse", Map.of("reason", "Jane Doe told me"))
                        .status())
                .as("a sentence, which may name someone, is no code")
                .isEqualTo(400);

        PeopleClient.Answer released =
                release(coordinator, hold, view.path("sha256").asText());
        assertThat(released.status()).as(released.body().toString()).isEqualTo(200);
        assertThat(release(coordinator, hold, view.path("sha256").asText()).code())
                .isEqualTo("ended");

        List<Bytes> arrived = new ArrayList<>();
        try (AgencyClient children = new AgencyClient(new AgencyId("wenbury-childrens-services"), gateway)) {
            Awaitility.await("the released disclosure arrives")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        arrived.addAll(children.disclosures());
                        return !arrived.isEmpty();
                    });
        }
        String entry = audit("show", released.body().path("entry").asText());
        assertThat(entry)
                .contains("hold.released", "COORDINATOR of wenbury-marac", "C8.9", "message.disclosed")
                .doesNotContain("Rowan", "Linus");
        Awaitility.await("its delivery is in the log")
                .atMost(Duration.ofSeconds(30))
                .until(() ->
                        audit("show", released.body().path("entry").asText()).contains("message.delivered"));
        assertThat(arrived).hasSize(1);
    }

    @Test
    @Order(5)
    void aPageOfAnotherSiteCannotActInAPersonsName() throws Exception {
        String hold = held(false);
        PeopleClient page = new PeopleClient(gateway.peoplePort());
        PeopleClient.Answer begun = page.post(
                "/api/session",
                Map.of(
                        "login",
                        "coordinator",
                        "password",
                        ExampleAccounts.PASSWORD,
                        "code",
                        PeopleClient.code("coordinator", 1),
                        "cookie",
                        true));
        String cookie = begun.raw().headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie).startsWith("__Host-marac=").contains("Secure", "HttpOnly", "SameSite=Strict", "Path=/");
        assertThat(begun.body().has("token")).isFalse();
        page.with("Cookie", cookie.substring(0, cookie.indexOf(';')));

        assertThat(page.get("/api/holds").status()).isEqualTo(200);
        assertThat(page.post("/api/holds/" + hold + "/refuse", Map.of("reason", "not-needed"))
                        .code())
                .isEqualTo("csrf");
        page.with("X-CSRF-Token", begun.body().path("csrf").asText());
        assertThat(page.post("/api/holds/" + hold + "/refuse", Map.of("reason", "not-needed"))
                        .status())
                .isEqualTo(200);
        assertThat(page.delete("/api/session").status()).isEqualTo(200);
        assertThat(page.get("/api/holds").status()).isEqualTo(401);
    }

    /** An emergency at two in the morning, the coordinator absent. */
    @Test
    @Order(6)
    void scenario22_anEmergencyWithTheCoordinatorAbsentGoesByBreakGlassAndIsReviewed() throws Exception {
        String hold = held(true);
        PeopleClient chair = person("chair");
        PeopleClient dpo = person("dpo");
        assertThat(chair.get("/api/holds/" + hold).code()).isEqualTo("not-your-office");

        JsonNode asked = chair.post("/api/breakglass", Map.of("hold", hold, "reason", "life-in-danger"))
                .body();
        String glass = asked.path("id").asText();
        assertThat(asked.path("open").asBoolean()).isFalse();
        assertThat(chair.get("/api/holds/" + hold + "?breakGlass=" + glass).code())
                .isEqualTo("glass-not-open");
        assertThat(chair.post("/api/breakglass/" + glass + "/agree", Map.of()).code())
                .isEqualTo("same-person");
        JsonNode open =
                dpo.post("/api/breakglass/" + glass + "/agree", Map.of()).body();
        assertThat(open.path("open").asBoolean()).as(open.toString()).isTrue();

        JsonNode shown =
                chair.get("/api/holds/" + hold + "?breakGlass=" + glass).body();
        PeopleClient.Answer released = chair.post(
                "/api/holds/" + hold + "/release",
                Map.of("view", shown.at("/views/0/sha256").asText(), "reason", "life-in-danger", "breakGlass", glass));
        assertThat(released.status()).as(released.body().toString()).isEqualTo(200);
        assertThat(audit("show", released.body().path("entry").asText()))
                .contains("under break-glass", "CHAIR of wenbury-police", "DPO of wenbury-adult-services");
        assertThat(auditList()).contains("breakglass.asked", "breakglass.opened", "breakglass.used");
        assertThat(health()).contains("ATTENTION");

        assertThat(dpo.post("/api/breakglass/" + glass + "/review", Map.of("finding", "was-right"))
                        .code())
                .isEqualTo("took-part");
        assertThat(chair.post("/api/breakglass/" + glass + "/close", Map.of()).status())
                .isEqualTo(200);
        assertThat(dpo.post("/api/breakglass/" + glass + "/review", Map.of("finding", "was-right"))
                        .code())
                .as("nobody reviews what they did themselves")
                .isEqualTo("took-part");

        assertThat(notices("wenbury-police")).as("the chair is told").isEqualTo(1);
        assertThat(notices("wenbury-adult-services"))
                .as("the data protection officer is told")
                .isEqualTo(1);
        Path session = directory.resolve("second-dpo");
        Files.writeString(session, added("winter", "dpo"));
        Programs.Ended listed = breakglass("list", session);
        assertThat(listed.said()).contains(glass, "TO BE REVIEWED", "life-in-danger", "CHAIR of wenbury-police");
        Programs.Ended reviewed = breakglass("review", session, glass, "--finding", "was-right");
        assertThat(reviewed.said()).contains("reviewed", "was-right");
        assertThat(breakglass("review", session, glass, "--finding", "was-right")
                        .said())
                .contains("ended");
        assertThat(auditList()).contains("breakglass.reviewed", "notice.sent");
    }

    /** Takes what waits at the agency's queue, and counts what is no disclosure but tells of a break-glass. */
    private static int notices(String agency) throws Exception {
        List<String> notices = new ArrayList<>();
        try (AgencyClient client = new AgencyClient(new AgencyId(agency), gateway)) {
            Awaitility.await("a notice for " + agency)
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> {
                        for (Bytes sealed : client.disclosures()) {
                            JsonNode envelope = openssl.opened(agency, sealed.toArray());
                            if (envelope.path("contentType").asText().equals("application/vnd.marac.notice+json")) {
                                notices.add(new String(envelope.path("content").binaryValue(), UTF_8));
                            }
                        }
                        return !notices.isEmpty();
                    });
        }
        assertThat(notices)
                .allSatisfy(notice -> assertThat(notice)
                        .contains("breakglass.opened", "life-in-danger", "\"office\":\"CHAIR\"", "\"reviewBy\"")
                        .doesNotContain("Linus", "900577"));
        return notices.size();
    }

    /** At the API, and with the commands of docs/operators/candidates.md. */
    @Test
    @Order(7)
    void scenario18_h19_whoMayBeTheSameIsDecidedOnByANamedPerson() throws Exception {
        String victim = Tale.surname();
        String perpetrator = Tale.surname();
        refer(Tale.referral(victim + "reed", perpetrator));
        Tale second = Tale.referral(victim + "reid", perpetrator);
        // No sum of its answers: what the coordinator should look at besides.
        second.at("/riskAssessment").put("declaredScore", 23);
        refer(second);
        PeopleClient coordinator = person("coordinator");
        List<JsonNode> open = new ArrayList<>();
        Awaitility.await("the candidate").atMost(Duration.ofSeconds(30)).until(() -> {
            open.clear();
            coordinator.get("/api/candidates").body().path("candidates").forEach(open::add);
            return !open.isEmpty();
        });
        String candidate = open.get(0).path("id").asText();
        String path = "/api/candidates/" + candidate;

        assertThat(person("dpo").get("/api/candidates").code()).isEqualTo("not-your-office");
        assertThat(coordinator.get(path).body().toString())
                .contains(victim + "reed", victim + "reid", "wenbury-police")
                .doesNotContain("postcode");
        assertThat(coordinator
                        .post(path + "/same", Map.of("reason", "She told me"))
                        .status())
                .as("a sentence is no code")
                .isEqualTo(400);

        Path session = directory.resolve("sky");
        Files.writeString(session, added("sky", "deputy"));
        assertThat(verb("case", "candidates", session).said()).contains(candidate);
        assertThat(verb("case", "compare", session, candidate).said()).contains(victim + "reed", victim + "reid");
        whatToLookAt(session);
        Programs.Ended same = verb("case", "same", session, candidate, "--reason", "seen-the-records");
        assertThat(same.said()).contains("same, entry ");

        JsonNode again = coordinator
                .post(path + "/same", Map.of("reason", "seen-the-records"))
                .body();
        String entry = again.path("entry").asText();
        assertThat(same.said()).contains("entry " + entry + " of");
        assertThat(coordinator
                        .post(path + "/different", Map.of("reason", "mistaken"))
                        .code())
                .isEqualTo("ended");
        assertThat(coordinator.get("/api/candidates").body().toString()).doesNotContain(candidate);
        assertThat(audit("show", entry))
                .contains("candidate.decided", "DEPUTY", "seen-the-records")
                .doesNotContain(victim, "Winter");

        for (String side : List.of("one", "other")) {
            String caseRef = open.get(0).path(side).asText();
            assertThat(audit("list", "--case", caseRef)).contains("case.possibly-same", "candidate.decided");
        }
        Programs.gateway(
                "people",
                "recuse",
                "--login",
                "sky",
                "--case",
                open.get(0).path("other").asText(),
                "--data",
                gateway.data().toString());
        assertThat(verb("case", "different", session, candidate, "--reason", "mistaken", "--instead", entry)
                        .said())
                .contains("conflict-of-interest");
        assertThat(coordinator
                        .post(path + "/different", Map.of("reason", "mistaken", "instead", Long.parseLong(entry)))
                        .body()
                        .path("said")
                        .asText())
                .isEqualTo("different");
    }

    /** The commands of docs/operators/notices.md. */
    private static void whatToLookAt(Path session) throws IOException {
        String listed = verb("notice", "list", session).said();
        String notice = new PeopleClient(gateway.peoplePort())
                .with("Authorization", "Bearer " + Files.readString(session))
                .get("/api/notices")
                .body()
                .at("/notices/0/id")
                .asText();

        assertThat(listed).contains(notice, "The score a referral declares is not what its answers add up to.");
        assertThat(verb("notice", "seen", session, notice, "--reason", "asked-the-police")
                        .said())
                .contains("of the audit log");
        assertThat(verb("notice", "list", session).said()).doesNotContain(notice);
    }

    private static void refer(Tale tale) throws Exception {
        tale.at("/header")
                .put("created", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
        police.send(police.seal(tale.id(), tale.bytes(), MediaType.CANONICAL), MediaType.CMS);
    }

    /** The commands of docs/operators/holds.md, as an operator and a new deputy type them. */
    @Test
    @Order(8)
    void theCommandLineActsInAPersonsName() throws Exception {
        String hold = held(false);
        Path session = directory.resolve("session");
        assertThat(hold("list", session).status()).as("nobody is signed in").isEqualTo(1);

        Programs.Ended added = Programs.gateway(
                "people",
                "add",
                "--login",
                "ash",
                "--name",
                "Ash Quill",
                "--office",
                "coordinator",
                "--agency",
                "wenbury-marac",
                "--data",
                gateway.data().toString());
        assertThat(added.said()).contains("otpauth://totp/MARAC%20gateway%3Aash?secret=");
        assertThat(hold("sign-in", session, "--login", "ash", "--example").status())
                .as("the example password is nobody else's")
                .isEqualTo(1);
        assertThat(hold("sign-in", session, "--login", "deputy", "--example").status())
                .as("locked out before")
                .isEqualTo(1);
        assertThat(Programs.gateway(
                                "people",
                                "disable",
                                "--login",
                                "ash",
                                "--data",
                                gateway.data().toString())
                        .status())
                .isZero();
        assertThat(Programs.gateway("people", "list", "--data", gateway.data().toString())
                        .said())
                .contains("Ash Quill", "disabled", "example only");

        // Nobody else here signs in as the auditor with the code of this half minute: a code is taken once.
        assertThat(hold("sign-in", session, "--login", "auditor", "--example").said())
                .contains("Signed in until");
        assertThat(java.nio.file.attribute.PosixFilePermissions.toString(
                        java.nio.file.Files.getPosixFilePermissions(session)))
                .isEqualTo("rw-------");
        assertThat(hold("list", session).said()).contains(hold, "look-first", "C8.9");
        Programs.Ended shown = hold("show", session, hold);
        assertThat(shown.status()).isEqualTo(1);
        assertThat(shown.said()).contains("not-your-office");
        assertThat(hold("refuse", session, hold, "--reason", "not-needed").said())
                .contains("not-your-office");
        assertThat(hold("sign-out", session).status()).isZero();
        assertThat(hold("list", session).said()).contains("not-signed-in");
    }

    @Test
    @Order(9)
    void theLogOfItAllVerifies() {
        Path export = directory.resolve("export");
        Programs.Ended exported = Programs.gateway(
                "audit",
                "export",
                export.toString(),
                "--data",
                gateway.data().toString(),
                "--protocol",
                directory.resolve("wenbury").toString());
        assertThat(exported.status()).as(exported.said()).isZero();
        Programs.Ended verified = Programs.gateway("audit", "verify", export.toString());
        assertThat(verified.status()).as(verified.said()).isZero();
    }

    private static Programs.Ended breakglass(String verb, Path session, String... arguments) {
        return verb("breakglass", verb, session, arguments);
    }

    private static Programs.Ended verb(String noun, String verb, Path session, String... arguments) {
        List<String> all = new ArrayList<>(List.of(noun, verb));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", "https://localhost:" + gateway.peoplePort(), "--session", session.toString()));
        return Programs.gateway(all.toArray(String[]::new));
    }

    /** Makes an account as an operator does, and signs in with what was printed; answers the session's token. */
    private static String added(String login, String office) {
        Programs.Ended added = Programs.gateway(
                "people",
                "add",
                "--login",
                login,
                "--name",
                "Winter Solace",
                "--office",
                office,
                "--agency",
                "wenbury-adult-services",
                "--data",
                gateway.data().toString());
        Matcher printed = Pattern.compile("Password: +(\\S+).*secret=([A-Z2-7]+)", Pattern.DOTALL)
                .matcher(added.said());
        assertThat(printed.find()).as(added.said()).isTrue();
        String code = new Secret(new Base32().decode(printed.group(2))).code(Instant.now());
        return new PeopleClient(gateway.peoplePort())
                .signIn(login, printed.group(1), code)
                .body()
                .path("token")
                .asText();
    }

    private static Programs.Ended hold(String verb, Path session, String... arguments) {
        return verb("hold", verb, session, arguments);
    }

    private static PeopleClient.Answer release(PeopleClient person, String hold, String view) {
        return person.post("/api/holds/" + hold + "/release", Map.of("view", view, "reason", "seen-and-safe"));
    }

    /** Sends a referral and answers the id under which its disclosure to children's services waits. */
    private static String held(boolean emergency) throws Exception {
        String id = UUID.randomUUID().toString();
        String text = Examples.text("police-referral.json")
                .replace(Examples.ID, id)
                .replace(
                        Examples.CREATED,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .replace("\"emergency\": false", "\"emergency\": " + emergency);
        List<String> before = ids(person("coordinator"));
        police.send(police.seal(id, Bytes.utf8(text), MediaType.CANONICAL), MediaType.CMS);
        List<String> after = new ArrayList<>();
        Awaitility.await("the hold").atMost(Duration.ofSeconds(30)).until(() -> {
            after.clear();
            after.addAll(ids(person("coordinator")));
            after.removeAll(before);
            return after.size() == 1;
        });
        return after.get(0);
    }

    private static List<String> ids(PeopleClient person) {
        return StreamSupport.stream(
                        person.get("/api/holds").body().path("holds").spliterator(), false)
                .map(hold -> hold.path("id").asText())
                .toList();
    }

    private static JsonNode listed(PeopleClient person, String hold) {
        return StreamSupport.stream(
                        person.get("/api/holds").body().path("holds").spliterator(), false)
                .filter(listed -> listed.path("id").asText().equals(hold))
                .findFirst()
                .orElseThrow();
    }

    private static PeopleClient person(String login) {
        return PEOPLE.computeIfAbsent(login, l -> PeopleClient.signedIn(gateway.peoplePort(), l));
    }

    private static String auditList() {
        return audit("list");
    }

    private static String audit(String... arguments) {
        List<String> all = new ArrayList<>(List.of("audit"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--data", gateway.data().toString()));
        return Programs.gateway(all.toArray(String[]::new)).said();
    }

    private static String health() throws Exception {
        return java.net.http.HttpClient.newHttpClient()
                .send(
                        java.net.http.HttpRequest.newBuilder(gateway.management("health"))
                                .build(),
                        java.net.http.HttpResponse.BodyHandlers.ofString())
                .body();
    }
}
