package org.marac.gateway.console;

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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.marac.gateway.account.Sessions;
import org.marac.gateway.flow.Attention;
import org.marac.gateway.flow.BreakGlass;
import org.marac.gateway.flow.Declined;
import org.marac.gateway.flow.Official;
import org.marac.gateway.flow.Release;
import org.marac.gateway.flow.SamePeople;
import org.marac.gateway.model.Bytes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The people's API: sign in, look at what waits, let it go or refuse it, break the glass, decide on possible duplicates.
 * Documented by {@code /api/openapi.json}.
 */
public final class PeopleApi extends HttpServlet {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(PeopleApi.class);
    private static final String OPENAPI = "people.openapi.json";

    private final transient Entrance entrance;
    private final transient IssuerDoor issuer;
    private final transient Board board;
    private final transient SessionDoor sessions;
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
     * @param answers what agencies' systems answered
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
            AnswerDoor answers,
            Clock clock) {
        this.entrance = entrance;
        this.issuer = new IssuerDoor(entrance);
        this.board = board;
        this.sessions = new SessionDoor(entrance);
        HoldDoor holds = new HoldDoor(release, board);
        BreakGlassDoor glasses = new BreakGlassDoor(breakGlass, board, clock);
        CandidateDoor candidates = new CandidateDoor(samePeople);
        NoticeDoor notices = new NoticeDoor(attention);
        String id = "/([0-9a-f-]{36})";
        on("GET", "/api/session", (asked, ids) -> SessionDoor.who(asked.session()));
        on("DELETE", "/api/session", (asked, ids) -> sessions.end(asked.token(), asked.session()));
        on("GET", "/api/holds", (asked, ids) -> holds.list(asked.official()));
        on("GET", "/api/holds" + id, (asked, ids) -> holds.show(ids.group(1), asked.request(), asked.official()));
        on(
                "POST",
                "/api/holds" + id + "/release",
                (asked, ids) -> holds.release(ids.group(1), asked.request(), asked.official()));
        on(
                "POST",
                "/api/holds" + id + "/refuse",
                (asked, ids) -> holds.refuse(ids.group(1), asked.request(), asked.official()));
        on("GET", "/api/breakglass", (asked, ids) -> glasses.list());
        on("POST", "/api/breakglass", (asked, ids) -> glasses.ask(asked.request(), asked.official()));
        on("POST", "/api/breakglass" + id + "/agree", (asked, ids) -> glasses.agree(ids.group(1), asked.official()));
        on("POST", "/api/breakglass" + id + "/close", (asked, ids) -> glasses.close(ids.group(1), asked.official()));
        on(
                "POST",
                "/api/breakglass" + id + "/review",
                (asked, ids) -> glasses.review(ids.group(1), asked.request(), asked.official()));
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
        on("GET", "/api/answers", (asked, ids) -> answers.list(asked.request().parameter("case"), asked.official()));
        save(
                "/api/answers/([0-9a-f]{32})/open",
                (asked, ids) -> answers.open(ids.group(1), asked.request(), asked.official()));
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
                sessions.begin(request, response).to(response);
            } else if (request.path().equals(IssuerDoor.TO) && request.method().equals("GET")) {
                issuer.to(response);
            } else if (request.path().equals(IssuerDoor.BACK)
                    && request.method().equals("GET")) {
                SessionDoor.begun(issuer.back(request, response), true, response)
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

    private static Bytes document() throws IOException {
        try (InputStream in = PeopleApi.class.getResourceAsStream(OPENAPI)) {
            if (in == null) {
                throw new IllegalStateException("The description of the people's API is not in the build");
            }
            return Bytes.of(in.readAllBytes());
        }
    }
}
