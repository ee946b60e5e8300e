package org.marac.gateway.console;

import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.marac.gateway.account.Sessions;

/** To the issuer's page and back: the two addresses a browser goes by that nobody need have signed in for. */
final class IssuerDoor {
    static final String TO = "/api/session/issuer";
    static final String BACK = "/api/session/callback";
    /** Sent when the issuer's page leads back here, which a Strict cookie is not. */
    static final String COOKIE = "__Host-marac-issuer";

    private static final int MOST_SECONDS = 600;
    private final Entrance entrance;

    IssuerDoor(Entrance entrance) {
        this.entrance = entrance;
    }

    /** Sends the browser to the issuer's page. */
    void to(HttpServletResponse response) throws Problem {
        IssuerPages.Begun begun = entrance.beginAtIssuer()
                .orElseThrow(() -> new Problem(
                        entrance.byIssuer() ? 503 : 404,
                        "no-issuer",
                        "There is no issuer's page to sign in on, or it cannot be reached."));
        response.addHeader("Set-Cookie", cookie(begun.asked().browser(), MOST_SECONDS));
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("Referrer-Policy", "no-referrer");
        response.setHeader("Location", begun.to().toString());
        response.setStatus(302);
    }

    /** Signs in who has come back; every failure is answered alike. */
    Sessions.Begun back(Request request, HttpServletResponse response) throws Problem {
        response.addHeader("Set-Cookie", cookie("", 0));
        Optional<String> state = request.parameter("state");
        Optional<String> code = request.parameter("code");
        Optional<String> browser = request.cookie(COOKIE);
        return state.flatMap(s ->
                        code.flatMap(c -> browser.flatMap(b -> entrance.finishAtIssuer(s, b, c, request.address()))))
                .orElseThrow(() -> new Problem(401, "sign-in-failed", "Signing in failed. Begin again."));
    }

    private static String cookie(String value, int seconds) {
        return COOKIE + "=" + value + "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=" + seconds;
    }
}
