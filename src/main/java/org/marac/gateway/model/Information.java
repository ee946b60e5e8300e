package org.marac.gateway.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an agency knows about a case, item by item.
 *
 * @param header ids, times, purpose
 * @param victim whose case it is
 * @param allegedPerpetrators the other side of the case
 * @param children the children the sender knows of in the case
 * @param exclusions who must never learn of it, beside the alleged perpetrators
 * @param items what is known
 */
public record Information(
        Header header,
        Person victim,
        List<Person> allegedPerpetrators,
        List<Referral.Child> children,
        List<Exclusion> exclusions,
        List<Item> items)
        implements Message {

    public Information {
        allegedPerpetrators = List.copyOf(allegedPerpetrators);
        children = List.copyOf(children);
        exclusions = List.copyOf(exclusions);
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
     * @param originator whose it is, where the sender has it from another agency; the sender's own otherwise
     * @param releasedTo to which agencies its originator has agreed that it goes on, and for what
     * @param intelligence how the police evaluated it, where it is intelligence
     */
    public record Item(
            DataCategory category,
            Assertion assertion,
            Role subject,
            Optional<LocalDate> asOf,
            Optional<String> source,
            String text,
            Optional<AgencyId> originator,
            List<Release> releasedTo,
            Optional<Intelligence> intelligence) {
        public Item {
            releasedTo = List.copyOf(releasedTo);
        }

        /** The agencies to which its originator has released it for this purpose. */
        public Set<AgencyId> releasedFor(Purpose purpose) {
            return releasedTo.stream()
                    .filter(release -> release.purposes().contains(purpose))
                    .map(Release::agency)
                    .collect(Collectors.toUnmodifiableSet());
        }

        /** The same, known to be this agency's. */
        public Item of(AgencyId whose) {
            return new Item(
                    category, assertion, subject, asOf, source, text, Optional.of(whose), releasedTo, intelligence);
        }
    }

    /**
     * That an item may go on: to this agency, for these purposes and no other.
     *
     * @param agency to whom
     * @param purposes for what
     */
    public record Release(AgencyId agency, List<Purpose> purposes) {
        public Release {
            purposes = List.copyOf(purposes);
        }
    }

    /**
     * How intelligence was evaluated and may be handled: the police's 3x5x2, or the older 5x5x5 it came in.
     *
     * @param source 1 reliable, 2 untested, 3 not reliable
     * @param assessment A known directly, B known indirectly but corroborated, C known indirectly, D not known, E
     *     suspected to be false
     * @param handling P lawful sharing permitted, C lawful sharing permitted with conditions
     * @param conditions the conditions, in words
     * @param legacy the 5x5x5 code it came with, for example B24; kept as the original
     */
    public record Intelligence(
            Optional<String> source,
            Optional<String> assessment,
            Optional<String> handling,
            Optional<String> conditions,
            Optional<String> legacy) {}

    /** How an item is asserted. */
    public enum Assertion {
        FACT,
        ALLEGATION,
        OPINION,
        INTELLIGENCE
    }
}
