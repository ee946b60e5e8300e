package org.marac.gateway.account;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.marac.gateway.model.AgencyId;
import org.marac.gateway.model.Office;

/** Accounts for trying the gateway out. Everyone knows their password and secret, so production refuses to start with them. */
public final class ExampleAccounts {
    /** The password of all of them. */
    public static final String PASSWORD = "example-only-Wenbury-2026";

    private static final List<Accounts.New> ALL = List.of(
            example("coordinator", "Rowan Ellery", Office.COORDINATOR, "wenbury-marac"),
            example("deputy", "Noor Whitcombe", Office.DEPUTY, "wenbury-marac"),
            example("chair", "Imogen Hartley", Office.CHAIR, "wenbury-police"),
            example("dpo", "Callum Adeyemi", Office.DPO, "wenbury-adult-services"),
            example("auditor", "Priya Lindqvist", Office.AUDITOR, "wenbury-marac"));

    private ExampleAccounts() {}

    /** All of them. */
    public static List<Accounts.New> all() {
        return ALL;
    }

    /** The secret of the example account: known to everyone. */
    public static Secret secret(String login) {
        String known = (login + "-example-only-example").substring(0, 20);
        return new Secret(known.getBytes(StandardCharsets.US_ASCII));
    }

    private static Accounts.New example(String login, String name, Office office, String agency) {
        return new Accounts.New(login, name, office, new AgencyId(agency), true);
    }
}
