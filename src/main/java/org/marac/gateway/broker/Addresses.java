package org.marac.gateway.broker;

import java.util.List;
import java.util.stream.Stream;
import org.marac.gateway.model.AgencyId;

/** The names of the broker's addresses. None holds personal data; each agency has its own. */
public final class Addresses {
    /** What could not be processed; sealed, for the operator. */
    public static final String DEAD = "marac.dead";

    private static final String IN = "marac.in.";
    private static final String WORK = "marac.work.";
    private static final String OUT = "marac.out.";
    private static final String RECEIPTS = "marac.receipts.";

    /** Every agency's disclosures, those for its alternate contact too, as address settings are matched. */
    static final String OF_THE_AGENCIES_OUT = OUT + "#";

    /** Every agency's receipts, likewise. */
    static final String OF_THE_AGENCIES_RECEIPTS = RECEIPTS + "#";

    /** No agency's id has a dot. */
    private static final String ALTERNATE = ".restricted";

    private Addresses() {}

    /** Where the agency, and only it, may send. */
    public static String in(AgencyId agency) {
        return IN + agency.value();
    }

    /** Where what it sent waits, covered, for the gateway alone. */
    static String work(AgencyId agency) {
        return WORK + agency.value();
    }

    /** Where its disclosures wait for it, and only it. */
    public static String out(AgencyId agency) {
        return OUT + agency.value();
    }

    /** Where disclosures wait that only the agency's alternate contact may read. */
    public static String alternate(AgencyId agency) {
        return out(agency) + ALTERNATE;
    }

    /** Where its receipts wait for it, and only it. */
    public static String receipts(AgencyId agency) {
        return RECEIPTS + agency.value();
    }

    /** All of an agency's addresses; the one it sends to last. */
    static List<String> of(AgencyId agency) {
        return List.of(work(agency), out(agency), alternate(agency), receipts(agency), in(agency));
    }

    /** Whether the agency may send to the address. */
    static boolean maySend(AgencyId agency, String address) {
        return address.equals(in(agency));
    }

    /** Whether the agency may read from the address; the broker asks with the queue's name as well, "address::queue". */
    static boolean mayRead(AgencyId agency, String address) {
        return Stream.of(out(agency), receipts(agency)).anyMatch(own -> is(own, address));
    }

    /** Whether the agency's alternate contact may read from the address: from one, and nobody else of the agency. */
    static boolean mayReadAsAlternate(AgencyId agency, String address) {
        return is(alternate(agency), address);
    }

    private static boolean is(String own, String address) {
        return address.equals(own) || address.equals(own + "::" + own);
    }
}
