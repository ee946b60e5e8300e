package org.marac.gateway.model;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * The victim moves out of the area, and the case is handed to the MARAC of the place where the victim goes. It carries
 * the new address, so it is the most dangerous message there is: the alleged perpetrator still lives here.
 *
 * @param header ids, times, purpose
 * @param victim who moves; the address here is the old one
 * @param allegedPerpetrators the other side of the case
 * @param children the children of the case
 * @param exclusions who must never learn of it, beside the alleged perpetrators
 * @param move where to, when, and how to reach the victim there
 * @param items what is known, each item with whose it is
 * @param kept what the record holds and is not among the items; said by the gateway alone
 */
public record Transfer(
        Header header,
        Person victim,
        List<Person> allegedPerpetrators,
        List<Referral.Child> children,
        List<Exclusion> exclusions,
        Move move,
        List<Information.Item> items,
        List<Kept> kept)
        implements Message {

    public Transfer {
        allegedPerpetrators = List.copyOf(allegedPerpetrators);
        children = List.copyOf(children);
        exclusions = List.copyOf(exclusions);
        items = List.copyOf(items);
        kept = List.copyOf(kept);
    }

    @Override
    public MessageKind kind() {
        return MessageKind.TRANSFER;
    }

    /** The same with these items, and these kept back. */
    public Transfer with(List<Information.Item> all, List<Kept> back) {
        return new Transfer(header, victim, allegedPerpetrators, children, exclusions, move, all, back);
    }

    /**
     * The move.
     *
     * @param to the MARAC that receives the case, as the protocol names it
     * @param on the day of the move; on that day and after, wherever the victim lives is not for the old area to know
     * @param permanent whether the victim does not mean to come back
     * @param flaggedUntil the day the flags on the agencies' records end; it does not begin anew because of the move
     * @param address the new address
     * @param contact how the victim can be reached there
     */
    public record Move(
            AgencyId to,
            LocalDate on,
            boolean permanent,
            LocalDate flaggedUntil,
            Optional<Person.Address> address,
            Optional<SafeContact> contact) {}

    /**
     * What the record holds and does not go with the case.
     *
     * @param originator whose it is, for the receiving MARAC to ask
     * @param category what kind of data; of a whole message its kind
     * @param count how many
     * @param reason why not
     */
    public record Kept(AgencyId originator, String category, int count, Reason reason) {
        /** Why it does not go with the case. */
        public enum Reason {
            /** Its originator has not released it to the receiving MARAC. */
            NOT_RELEASED,
            /** It was not said item by item: a referral, of which nobody can release a part. */
            NOT_IN_ITEMS
        }
    }
}
