package org.marac.gateway.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * What an agency knows about a case, item by item.
 *
 * @param header ids, times, purpose
 * @param victim whose case it is
 * @param allegedPerpetrators the other side of the case
 * @param items what is known
 */
public record Information(Header header, Person victim, List<Person> allegedPerpetrators, List<Item> items)
        implements Message {

    public Information {
        allegedPerpetrators = List.copyOf(allegedPerpetrators);
        items = List.copyOf(items);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.INFORMATION;
    }

    /**
     * One thing that is known.
     *
     * @param category what kind of data the text is; decides who may see it
     * @param assertion fact, allegation, opinion or intelligence (Data Protection Act 2018 section 38)
     * @param subject about whom
     * @param asOf when it was true
     * @param source where it is from
     * @param text the thing itself
     */
    public record Item(
            DataCategory category,
            Assertion assertion,
            Role subject,
            Optional<LocalDate> asOf,
            Optional<String> source,
            String text) {}

    /** How an item is asserted. */
    public enum Assertion {
        FACT,
        ALLEGATION,
        OPINION,
        INTELLIGENCE
    }
}
