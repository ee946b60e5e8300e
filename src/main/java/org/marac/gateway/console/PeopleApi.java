package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.account.Sessions;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.flow.BreakGlass;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Release;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.model.Bytes;
import org.marac.gateway.model.Digest;
import org.marac.gateway.model.Waiting;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The people's API: sign in, look at what waits, let it go or refuse it, break the glass, decide on possible duplicates.
 * Documented by {@code /api/openapi.json}.
 */
public final class PeopleApi extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(PeopleApi.class);
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final String OPENAPI = "people.openapi.json";
    private static final String SIGN_IN_FAILED = "Name, password or code is wrong, or it was tried too often.";

    private final transient Entrance entrance;
    private final transient IssuerDoor issuer;
    private final transient Board board;
    private final transient Release release;
    private final transient BreakGlass breakGlass;
    private final transient CandidateDoor candidates;
    private final transient NoticeDoor notices;
    private final transient Clock clock;
    private final transient List<Route> routes = new ArrayList<>();

    /**
     * @param entrance how people come in
     * @param board the lists they look at
     * @param release the line by which what waits goes
     * @param breakGlass how it goes without the coordinator
     * @param samePeople how possible duplicates are decided on
     * @param attention what the coordinator should look at
     * @param unread what could not be read
     * @param undelivered what has not reached its recipients
     */
    public PeopleApi(
            Entrance entrance,
            Board board,
            Release release,
            BreakGlass breakGlass,
            SamePeople samePeople,
            Attention attention,
            UnreadDoor unread,
            UndeliveredDoor undelivered,
            Clock clock) {
        this.entrance = entrance;
        this.issuer = new IssuerDoor(entrance);
        this.board = board;
        this.release = release;
        this.breakGlass = breakGlass;
        this.candidates = new CandidateDoor(samePeople);
        this.notices = new NoticeDoor(attention);
        this.clock = clock;
        String id = "/([0-9a-f-]{36})";
        on("GET", "/api/session", (asked, ids) -> who(asked));
        on("DELETE", "/api/session", (asked, ids) -> signOut(asked));
        on("GET", "/api/holds", (asked, ids) -> Answers.waiting(board.waiting(), board.rule(), asked.official()));
        on("GET", "/api/holds" + id, (asked, ids) -> show(asked, ids.group(1)));
        on("POST", "/api/holds" + id + "/release", (asked, ids) -> release(asked, ids.group(1)));
        on("POST", "/api/holds" + id + "/refuse", (asked, ids) -> refuse(asked, ids.group(1)));
        on("GET", "/api/breakglass", (asked, ids) -> Answers.glasses(board.glasses(), clock.instant()));
        on("POST", "/api/breakglass", (asked, ids) -> ask(asked));
        on(
                "POST",
                "/api/breakglass" + id + "/agree",
                (asked, ids) -> Answers.glass(breakGlass.agree(ids.group(1), asked.official()), clock.instant()));
        on(
                "POST",
                "/api/breakglass" + id + "/close",
                (asked, ids) -> Answers.glass(breakGlass.close(ids.group(1), asked.official()), clock.instant()));
        on("POST", "/api/breakglass" + id + "/review", (asked, ids) -> review(asked, ids.group(1)));
        on("GET", "/api/notices", (asked, ids) -> notices.list(asked.official()));
        on(
                "POST",
                "/api/notices" + id + "/seen",
                (asked, ids) -> notices.seen(ids.group(1), asked.request(), asked.official()));
        on("GET", "/api/candidates", (asked, ids) -> candidates.list(asked.official()));
        on("GET", "/api/candidates" + id, (asked, ids) -> candidates.show(ids.group(1), asked.official()));
        on(
                "POST",
                "/api/candidates" + id + "/(same|different)",
                (asked, ids) -> candidates.decide(
                        ids.group(1), ids.group(2).equals("same"), asked.request(), asked.official()));
        on("GET", "/api/unread", (asked, ids) -> unread.list(asked.official()));
        save(
                "/api/notices" + id + "/open",
                (asked, ids) -> notices.open(ids.group(1), asked.request(), asked.official()));
        save(
                "/api/unread" + id + "/open",
                (asked, ids) -> unread.open(ids.group(1), asked.request(), asked.official()));
        on(
                "POST",
                "/api/unread" + id + "/resubmit",
                (asked, ids) -> unread.resubmit(ids.group(1), asked.request(), asked.official()));
        on(
                "POST",
                "/api/unread" + id + "/dismiss",
                (asked, ids) -> unread.dismiss(ids.group(1), asked.request(), asked.official()));
        String entry = "/([0-9]{1,18})";
        on("GET", "/api/undelivered", (asked, ids) -> undelivered.list(asked.official()));
        on("GET", "/api/undelivered" + entry, (asked, ids) -> undelivered.show(ids.group(1), asked.official()));
        on(
                "POST",
                "/api/undelivered" + entry + "/retry",
                (asked, ids) -> undelivered.retry(ids.group(1), asked.request(), asked.official()));
        on(
                "POST",
                "/api/undelivered" + entry + "/dismiss",
                (asked, ids) -> undelivered.dismiss(ids.group(1), asked.request(), asked.official()));
    }

    /** What a signed-in person asked for. */
    private record Asked(Request request, String token, Sessions.Found session, Official official) {}

    private record Route(String method, Pattern path, Action<Reply> action) {}

    /** What is done for a signed-in person. */
    @FunctionalInterface
    private interface Action<T> {
        T answer(Asked asked, Matcher ids) throws Problem, Declined, IOException;
    }

    private void save(String path, Action<Reply> action) {
        routes.add(new Route("POST", Pattern.compile(path), action));
    }

    private void on(String method, String path, Action<ObjectNode> action) {
        routes.add(
                new Route(method, Pattern.compile(path), (asked, ids) -> Reply.json(200, action.answer(asked, ids))));
    }

    @Override
    protected void service(HttpServletRequest http, HttpServletResponse response) throws IOException {
        Request request = new Request(http);
        try {
            if (request.path().equals("/api/openapi.json") && request.method().equals("GET")) {
                new Reply(200, "application/json", document(), Optional.empty()).to(response);
            } else if (request.path().equals("/api/session") && request.method().equals("POST")) {
                signIn(request, response);
            } else if (request.path().equals(IssuerDoor.TO) && request.method().equals("GET")) {
                issuer.to(response);
            } else if (request.path().equals(IssuerDoor.BACK)
                    && request.method().equals("GET")) {
                Reply.json(200, begun(issuer.back(request, response), true, response))
                        .to(response);
            } else {
                forSignedIn(request).to(response);
            }
        } catch (Problem problem) {
            Reply.problem(problem).to(response);
        } catch (RuntimeException e) {
            // Whatever it was: nothing was changed, nothing is told but that. The message may name a place, never
            // content.
            LOG.error("a request of the people's API could not be answered: {}", e.toString());
            Reply.problem(new Problem(503, "could-not", "The gateway could not. Nothing was changed; try again."))
                    .to(response);
        }
    }

    private Reply forSignedIn(Request request) throws Problem, IOException {
        String token = request.token().orElseThrow(Problem::unauthenticated);
        Sessions.Found session = entrance.session(token).orElseThrow(Problem::unauthenticated);
        boolean changes = !request.method().equals("GET");
        if (changes && !request.mayChange(session)) {
            throw new Problem(403, "csrf", "A page must repeat the session's second word in " + Request.CSRF + ".");
        }
        Asked asked = new Asked(request, token, session, entrance.official(session));
        for (Route route : routes) {
            Matcher ids = route.path().matcher(request.path());
            if (route.method().equals(request.method()) && ids.matches()) {
                return answer(route, asked, ids);
            }
        }
        throw new Problem(404, "unknown", "There is no such thing here.");
    }

    private Reply answer(Route route, Asked asked, Matcher ids) throws Problem, IOException {
        try {
            return route.action().answer(asked, ids);
        } catch (Declined declined) {
            board.declined(asked.official(), ids.groupCount() > 0 ? ids.group(1) : "none", declined.why());
            throw Problem.of(declined.why());
        }
    }

    private void signIn(Request request, HttpServletResponse response) throws Problem, IOException {
        JsonNode body = request.body(Set.of("login", "password", "code", "token", "cookie"));
        Optional<Sessions.Begun> begun;
        if (entrance.byIssuer()) {
            begun = entrance.signIn(Request.text(body, "token"), request.address());
        } else {
            begun = entrance.signIn(new Accounts.Typed(
                    Request.text(body, "login"),
                    Request.text(body, "password"),
                    Request.text(body, "code"),
                    request.address()));
        }
        Sessions.Begun session = begun.orElseThrow(() -> new Problem(401, "sign-in-failed", SIGN_IN_FAILED));
        Reply.json(200, begun(session, body.path("cookie").asBoolean(), response))
                .to(response);
    }

    /** The new session: for a browser in a cookie that goes to no other site, for a program in the answer. */
    private static ObjectNode begun(Sessions.Begun session, boolean cookie, HttpServletResponse response) {
        ObjectNode answer = MAKE.objectNode().put("expires", session.expires().toString());
        if (cookie) {
            response.addHeader(
                    "Set-Cookie",
                    Request.COOKIE + "=" + session.token() + "; Path=/; Secure; HttpOnly; SameSite=Strict");
            answer.put("csrf", session.csrf());
        } else {
            answer.put("token", session.token());
        }
        return answer;
    }

    private static ObjectNode who(Asked asked) {
        return Answers.session(
                asked.session().acting(),
                asked.session().name(),
                asked.session().expires());
    }

    private ObjectNode signOut(Asked asked) {
        entrance.signOut(asked.token(), asked.session());
        ObjectNode answer = MAKE.objectNode().put("signedOut", true);
        entrance.endSession().ifPresent(issuers -> answer.put("endSession", issuers));
        return answer;
    }

    private ObjectNode show(Asked asked, String hold) throws Declined {
        return Answers.shown(
                release.show(hold, asked.official(), asked.request().parameter("breakGlass")));
    }

    private ObjectNode release(Asked asked, String hold) throws Problem, Declined, IOException {
        JsonNode body = asked.request().body(Set.of("view", "reason", "breakGlass"));
        Release.Ended ended = release.release(
                hold,
                digest(Request.text(body, "view")),
                Request.reason(body, "reason"),
                asked.official(),
                Request.optional(body, "breakGlass"));
        if (ended.state() == Waiting.State.RELEASED) {
            return Answers.released(ended);
        }
        Problem refused = new Problem(
                409,
                "refused-by-protocol",
                "The protocol now in force does not let this go. It will not be sent. If it cannot wait, telephone.");
        Answers.refused(refused.document(), ended);
        throw refused;
    }

    private ObjectNode refuse(Asked asked, String hold) throws Problem, Declined, IOException {
        return Answers.released(release.refuse(hold, asked.request().reason(), asked.official()));
    }

    private ObjectNode ask(Asked asked) throws Problem, Declined, IOException {
        JsonNode body = asked.request().body(Set.of("hold", "reason"));
        return Answers.glass(
                breakGlass.ask(Request.text(body, "hold"), Request.reason(body, "reason"), asked.official()),
                clock.instant());
    }

    private ObjectNode review(Asked asked, String glass) throws Problem, Declined, IOException {
        JsonNode body = asked.request().body(Set.of("finding"));
        return Answers.glass(
                breakGlass.review(glass, Request.reason(body, "finding"), asked.official()), clock.instant());
    }

    private static Digest digest(String hex) throws Problem {
        try {
            return Digest.parse(hex);
        } catch (IllegalArgumentException e) {
            throw Problem.malformed("The view is named by its SHA-256, 64 hexadecimal digits.");
        }
    }

    private static Bytes document() throws IOException {
        try (InputStream in = PeopleApi.class.getResourceAsStream(OPENAPI)) {
            if (in == null) {
                throw new IllegalStateException("The description of the people's API is not in the build");
            }
            return Bytes.of(in.readAllBytes());
        }
    }
}
