package org.marac.gateway.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Cookie;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.account.Attempts;
import org.marac.gateway.account.Awaited;
import org.marac.gateway.console.AnswerDoor;
import org.marac.gateway.console.IssuerPages;
import org.marac.gateway.console.IssuerTokens;
import org.marac.gateway.console.PeopleApi;
import org.marac.gateway.console.UndeliveredDoor;
import org.marac.gateway.console.UnreadDoor;
import org.marac.gateway.flow.BreakGlass;
import org.marac.gateway.flow.Release;
import org.marac.gateway.hold.Glasses;
import org.marac.gateway.kit.Databases;
import org.marac.gateway.record.FileKeyCustody;
import org.marac.gateway.record.KeyCustody;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

/** Signing in on an issuer's page: the browser's whole way, against a provider that runs here. */
class IssuerSignInTest {
    private static final String CLIENT = "marac-gateway";
    private static final URI REDIRECT = URI.create("https://gateway.example/api/session/callback");
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final MockOAuth2Server provider = new MockOAuth2Server();
    private final WholeLine line = new WholeLine();
    private String issuer = "";
    private final String address = UUID.randomUUID().toString();
    private Clock clock = Clock.systemUTC();

    @BeforeEach
    void start() throws IOException {
        provider.start();
        issuer = provider.issuerUrl("marac").toString();
    }

    @AfterEach
    void stop() throws IOException {
        provider.shutdown();
    }

    @Test
    void aPersonSignsInOnTheIssuersPageLooksAndSignsOut() throws Exception {
        MockHttpServletResponse sent = ask("GET", "/api/session/issuer", Map.of());
        assertThat(sent.getStatus()).isEqualTo(302);
        URI page = URI.create(String.valueOf(sent.getHeader("Location")));
        assertThat(page.toString())
                .startsWith(issuer + "/authorize?")
                .contains("response_type=code", "code_challenge_method=S256", "code_challenge=", "nonce=", "state=")
                .doesNotContain("code_verifier");
        Cookie began = cookie(sent);
        assertThat(began.getName()).isEqualTo("__Host-marac-issuer");
        assertThat(sent.getHeader("Set-Cookie")).contains("Secure", "HttpOnly", "SameSite=Lax", "Path=/");

        allow(Map.of());
        Map<String, String> back = signedInAt(page);
        MockHttpServletResponse returned = ask("GET", "/api/session/callback", back, began);

        assertThat(returned.getStatus()).as(returned.getContentAsString()).isEqualTo(200);
        String session = returned.getHeaders("Set-Cookie").stream()
                .filter(header -> header.startsWith("__Host-marac="))
                .findFirst()
                .orElseThrow();
        assertThat(session).contains("Secure", "HttpOnly", "SameSite=Strict");
        Cookie signedIn = new Cookie("__Host-marac", session.substring("__Host-marac=".length(), session.indexOf(';')));
        JsonNode who = json(ask("GET", "/api/session", Map.of(), signedIn));
        assertThat(who.path("office").asText()).isEqualTo("CHAIR");
        assertThat(who.path("agency").asText()).isEqualTo("wenbury-police");
        assertThat(who.path("name").asText()).isEqualTo("Imogen Hartley");
        assertThat(who.path("account").asText()).as("a pseudonym").doesNotContain("imogen");

        String csrf = json(returned).path("csrf").asText();
        assertThat(ask("DELETE", "/api/session", Map.of(), signedIn).getStatus())
                .isEqualTo(403);
        JsonNode out = json(ask("DELETE", "/api/session", Map.of("X-CSRF-Token", csrf), signedIn));
        assertThat(out.path("endSession").asText()).isEqualTo(issuer + "/endsession?client_id=" + CLIENT);
        assertThat(ask("GET", "/api/session", Map.of(), signedIn).getStatus()).isEqualTo(401);
    }

    @Test
    void whatComesBackIsTakenOnce() throws Exception {
        PeopleDesk desk = desk();
        IssuerPages.Begun begun = desk.beginAtIssuer().orElseThrow();
        allow(Map.of());
        Map<String, String> back = signedInAt(begun.to());
        String code = back.getOrDefault("code", "");
        assertThat(desk.finishAtIssuer(begun.asked().state(), begun.asked().browser(), code, address))
                .isPresent();
        allow(Map.of());
        assertThat(desk.finishAtIssuer(begun.asked().state(), begun.asked().browser(), code, address))
                .as("the same state and code again")
                .isEmpty();
        IssuerPages.Begun next = desk.beginAtIssuer().orElseThrow();
        assertThat(desk.finishAtIssuer(next.asked().state(), next.asked().browser(), code, address))
                .as("the same code in a new sign-in")
                .isEmpty();
    }

    @Test
    void nobodyFinishesInAnotherBrowserWhatWasBegunInOne() throws Exception {
        PeopleDesk desk = desk();
        IssuerPages.Begun begun = desk.beginAtIssuer().orElseThrow();
        IssuerPages.Begun others = desk.beginAtIssuer().orElseThrow();
        allow(Map.of());
        String code = signedInAt(begun.to()).getOrDefault("code", "");
        assertThat(desk.finishAtIssuer(begun.asked().state(), others.asked().browser(), code, address))
                .isEmpty();
        assertThat(desk.finishAtIssuer(begun.asked().state(), begun.asked().browser(), code, address))
                .as("and not in the right one afterwards")
                .isEmpty();
        assertThat(desk.finishAtIssuer("made-up", others.asked().browser(), code, address))
                .isEmpty();
    }

    @Test
    void whoComesBackTooLateBeginsAgain() throws Exception {
        PeopleDesk desk = desk();
        IssuerPages.Begun begun = desk.beginAtIssuer().orElseThrow();
        allow(Map.of());
        String code = signedInAt(begun.to()).getOrDefault("code", "");
        clock = Clock.fixed(Instant.now().plus(Duration.ofMinutes(10)), ZoneOffset.UTC);
        assertThat(desk().finishAtIssuer(begun.asked().state(), begun.asked().browser(), code, address))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "nonce, of-another-sign-in",
        "iss, https://issuer.example/other",
        "aud, another-client",
        "marac_office, EMPEROR",
        "marac_office, ''",
        "marac_agency, Not An Agency"
    })
    void aTokenThatSaysSomethingElseIsNotBelieved(String claim, String value) throws Exception {
        PeopleDesk desk = desk();
        IssuerPages.Begun begun = desk.beginAtIssuer().orElseThrow();
        allow(Map.of(claim, value));
        String code = signedInAt(begun.to()).getOrDefault("code", "");

        assertThat(desk.finishAtIssuer(begun.asked().state(), begun.asked().browser(), code, address))
                .isEmpty();
    }

    @Test
    void anExpiredTokenIsNotBelieved() throws Exception {
        PeopleDesk desk = desk();
        IssuerPages.Begun begun = desk.beginAtIssuer().orElseThrow();
        provider.enqueueCallback(callback(Map.of(), -600));
        String code = signedInAt(begun.to()).getOrDefault("code", "");

        assertThat(desk.finishAtIssuer(begun.asked().state(), begun.asked().browser(), code, address))
                .isEmpty();
    }

    @Test
    void aCodeIsWorthNothingWithoutTheVerifierItWasAskedFor() throws Exception {
        IssuerPages pages = pages(issuer);
        IssuerPages.Begun begun = pages.begin().orElseThrow();
        allow(Map.of());
        String code = signedInAt(begun.to()).getOrDefault("code", "");
        Awaited.Asked asked = begun.asked();
        Awaited.Asked stolen = new Awaited.Asked(
                asked.state(), asked.browser(), asked.nonce(), "another-verifier-of-forty-three-characters-00");

        assertThat(pages.exchange(stolen, code)).isEmpty();
    }

    @Test
    void whileTheIssuerIsAwayNobodyIsSentThere() throws Exception {
        assertThat(pages("http://localhost:1/marac").begin()).isEmpty();
    }

    private static IssuerPages pages(String issuer) {
        return new IssuerPages(issuer, new IssuerPages.Client(CLIENT, Optional.empty(), REDIRECT, Optional.empty()));
    }

    private PeopleDesk desk() {
        KeyCustody custody = FileKeyCustody.in(Databases.sharedKeyFile());
        Accounts accounts = LocalAccounts.over(line.pseudonyms, custody);
        return new PeopleDesk(
                line.transactions,
                accounts,
                new Attempts(line.pseudonyms::mark),
                Optional.of(new IssuerTokens(
                        new IssuerTokens.Rule(
                                issuer, CLIENT, "marac_office", "marac_agency", "name", Optional.empty(), Map.of()),
                        clock)),
                Optional.of(pages(issuer)),
                line.log,
                clock);
    }

    private BoardDesk board() {
        return new BoardDesk(
                line.transactions,
                line.holds,
                new Glasses(),
                line.log,
                SignedArea.read(Path.of("protocol-config/wenbury")),
                clock);
    }

    private MockHttpServletResponse ask(String method, String path, Map<String, String> given, Cookie... cookies)
            throws ServletException, IOException {
        PeopleApi api = new PeopleApi(
                desk(),
                board(),
                new Release(line.holdRooms, clock),
                new BreakGlass(line.holdRooms, clock),
                line.samePeople,
                line.attention,
                new UnreadDoor(line.rereading, 1 << 20),
                new UndeliveredDoor(line.redelivery),
                new AnswerDoor(line.replies),
                clock);
        MockHttpServletRequest request = new MockHttpServletRequest(method, path);
        request.setRemoteAddr(address);
        given.forEach(method.equals("GET") ? request::setParameter : request::addHeader);
        if (cookies.length > 0) {
            request.setCookies(cookies);
        }
        MockHttpServletResponse response = new MockHttpServletResponse();
        api.service(request, response);
        return response;
    }

    private static JsonNode json(MockHttpServletResponse response) throws IOException {
        return new ObjectMapper().readTree(response.getContentAsByteArray());
    }

    private static Cookie cookie(MockHttpServletResponse response) {
        String header = String.valueOf(response.getHeader("Set-Cookie"));
        return new Cookie(
                header.substring(0, header.indexOf('=')),
                header.substring(header.indexOf('=') + 1, header.indexOf(';')));
    }

    /** The person's next sign-in at the provider, with these claims instead of the usual. */
    private void allow(Map<String, String> others) {
        provider.enqueueCallback(callback(others, 600));
    }

    private static DefaultOAuth2TokenCallback callback(Map<String, String> others, long seconds) {
        Map<String, Object> claims = new HashMap<>(
                Map.of("marac_office", "CHAIR", "marac_agency", "wenbury-police", "name", "Imogen Hartley"));
        claims.putAll(others);
        return new DefaultOAuth2TokenCallback("marac", "imogen", "JWT", List.of(CLIENT), claims, seconds);
    }

    /** What the provider sends the browser back with, once the person has signed in there. */
    private static Map<String, String> signedInAt(URI page) throws IOException, InterruptedException {
        HttpResponse<String> answer =
                HTTP.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString());
        String location = answer.headers().firstValue("Location").orElse("");
        assertThat(location).startsWith(REDIRECT.toString());
        Map<String, String> back = new HashMap<>();
        Matcher parameter = Pattern.compile("[?&](code|state)=([^&]+)").matcher(location);
        while (parameter.find()) {
            back.put(parameter.group(1), parameter.group(2));
        }
        assertThat(back).containsKeys("code", "state");
        return back;
    }
}
