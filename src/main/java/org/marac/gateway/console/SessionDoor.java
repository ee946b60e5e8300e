package org.marac.gateway.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.account.Sessions;

/** A person's session, at the people's API: begun, looked at, ended. */
final class SessionDoor {
    private static final JsonNodeFactory MAKE = JsonNodeFactory.instance;
    private static final String SIGN_IN_FAILED = "Name, password or code is wrong, or it was tried too often.";

    private final Entrance entrance;

    SessionDoor(Entrance entrance) {
        this.entrance = entrance;
    }

    /** Signs in, with an account of the gateway's own or a token of the issuer; every failure is answered alike. */
    Reply begin(Request request, HttpServletResponse response) throws Problem, IOException {
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
        return begun(session, body.path("cookie").asBoolean(), response);
    }

    /** The new session: for a browser in a cookie that goes to no other site, for a program in the answer. */
    static Reply begun(Sessions.Begun session, boolean cookie, HttpServletResponse response) {
        ObjectNode answer = MAKE.objectNode().put("expires", session.expires().toString());
        if (cookie) {
            response.addHeader(
                    "Set-Cookie",
                    Request.COOKIE + "=" + session.token() + "; Path=/; Secure; HttpOnly; SameSite=Strict");
            answer.put("csrf", session.csrf());
        } else {
            answer.put("token", session.token());
        }
        return Reply.json(200, answer);
    }

    /** Who is signed in. */
    static ObjectNode who(Sessions.Found session) {
        return Answers.session(session.acting(), session.name(), session.expires());
    }

    /** Signs out. */
    ObjectNode end(String token, Sessions.Found session) {
        entrance.signOut(token, session);
        ObjectNode answer = MAKE.objectNode().put("signedOut", true);
        entrance.endSession().ifPresent(issuers -> answer.put("endSession", issuers));
        return answer;
    }
}
