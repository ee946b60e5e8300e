package org.marac.gateway.console;

import java.util.Optional;
import org.marac.gateway.account.Accounts;
import org.marac.gateway.account.Sessions;
import org.marac.gateway.flow.Official;

/** How people come in and go. Every attempt is in the audit log before it is answered; why one failed is told to nobody. */
public interface Entrance {
    /** Whether an OpenID Connect issuer says who people are, instead of accounts of the gateway's own. */
    boolean byIssuer();

    /** Signs in with an account of the gateway's own. */
    Optional<Sessions.Begun> signIn(Accounts.Typed typed);

    /**
     * Signs in with a token of the issuer.
     *
     * @param token a JWT, taken once
     * @param address from which network address
     */
    Optional<Sessions.Begun> signIn(String token, String address);

    /** Begins a sign-in on the issuer's own page; empty where there is none, or it cannot be reached. */
    Optional<IssuerPages.Begun> beginAtIssuer();

    /**
     * Signs in who has come back from the issuer's page.
     *
     * @param state what came back with the person
     * @param browser what stands in the browser's cookie
     * @param code what the issuer gave, to be exchanged once
     * @param address from which network address
     */
    Optional<Sessions.Begun> finishAtIssuer(String state, String browser, String code, String address);

    /** Where a browser ends its session with the issuer too, if there is such a place. */
    Optional<String> endSession();

    /** Whose session this is. */
    Optional<Sessions.Found> session(String token);

    /** The person of a session, with what decides which cases are theirs to open. */
    Official official(Sessions.Found session);

    /** Signs out. */
    void signOut(String token, Sessions.Found session);
}
