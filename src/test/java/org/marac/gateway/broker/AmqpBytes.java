package org.marac.gateway.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.marac.gateway.broker.RunningBroker.POLICE;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedInteger;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Source;
import org.apache.qpid.proton.amqp.messaging.Target;
import org.apache.qpid.proton.amqp.security.SaslInit;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.amqp.transport.Attach;
import org.apache.qpid.proton.amqp.transport.Begin;
import org.apache.qpid.proton.amqp.transport.Open;
import org.apache.qpid.proton.amqp.transport.Role;
import org.apache.qpid.proton.amqp.transport.Transfer;
import org.apache.qpid.proton.codec.AMQPDefinedTypes;
import org.apache.qpid.proton.codec.DecoderImpl;
import org.apache.qpid.proton.codec.EncoderImpl;
import org.apache.qpid.proton.message.Message;

/** Frames of AMQP 1.0 as bytes: also such as no client sends. */
final class AmqpBytes {
    private AmqpBytes() {}

    /** Says who it is and opens a connection and a session. */
    static void opened(SSLSocket wire) throws IOException {
        OutputStream out = wire.getOutputStream();
        InputStream in = wire.getInputStream();
        out.write(new byte[] {'A', 'M', 'Q', 'P', 3, 1, 0, 0});
        SaslInit certificate = new SaslInit();
        certificate.setMechanism(Symbol.valueOf("EXTERNAL"));
        certificate.setInitialResponse(new Binary(new byte[0]));
        frame(out, 1, certificate, new byte[0]);
        byte[] answered = in.readNBytes(8);
        assertThat(answered).startsWith('A', 'M', 'Q', 'P');
        skipFrame(in);
        skipFrame(in);
        out.write(new byte[] {'A', 'M', 'Q', 'P', 0, 1, 0, 0});
        Open open = new Open();
        open.setContainerId("somebody");
        open.setMaxFrameSize(UnsignedInteger.valueOf(131_072));
        frame(out, 0, open, new byte[0]);
        frame(out, 0, begin(), new byte[0]);
    }

    static Begin begin() {
        Begin begin = new Begin();
        begin.setNextOutgoingId(UnsignedInteger.ZERO);
        begin.setIncomingWindow(UnsignedInteger.valueOf(2_048));
        begin.setOutgoingWindow(UnsignedInteger.valueOf(2_048));
        begin.setHandleMax(UnsignedInteger.valueOf(65_535));
        return begin;
    }

    private static void skipFrame(InputStream in) throws IOException {
        int size = ByteBuffer.wrap(in.readNBytes(4)).getInt();
        in.readNBytes(size - 4);
    }

    static Attach attach(int handle) {
        Attach attach = new Attach();
        attach.setName("link-" + handle);
        attach.setHandle(UnsignedInteger.valueOf(handle));
        attach.setRole(Role.SENDER);
        attach.setInitialDeliveryCount(UnsignedInteger.ZERO);
        attach.setSource(new Source());
        Target target = new Target();
        target.setAddress(Addresses.in(POLICE));
        attach.setTarget(target);
        return attach;
    }

    /** A link on which transactions are begun and ended. */
    static Attach coordinator(int handle) {
        Attach attach = attach(handle);
        attach.setTarget(new Coordinator());
        return attach;
    }

    /** One whole message of this value. */
    static byte[] whole(int handle, int id, Object value) {
        Transfer transfer = transfer(handle);
        transfer.setMore(false);
        transfer.setDeliveryId(UnsignedInteger.valueOf(id));
        transfer.setDeliveryTag(new Binary(new byte[] {1}));
        transfer.setMessageFormat(UnsignedInteger.ZERO);
        Message message = Message.Factory.create();
        message.setBody(new AmqpValue(value));
        byte[] payload = new byte[256];
        return bytes(0, transfer, Arrays.copyOf(payload, message.encode(payload, 0, payload.length)));
    }

    static Transfer transfer(int handle) {
        Transfer transfer = new Transfer();
        transfer.setHandle(UnsignedInteger.valueOf(handle));
        transfer.setMore(true);
        return transfer;
    }

    /** A part, but not the last, of the message 0 on link 0, whose fields say that they are so long. */
    static byte[] transferOf(int length, byte[] payload) {
        byte[] fields = {0x43, 0x43, (byte) 0xa0, 1, 1, 0x43, 0x42, 0x41};
        ByteBuffer frame = ByteBuffer.allocate(8 + 3 + 1 + 4 + 4 + fields.length + payload.length);
        frame.putInt(frame.capacity()).put(new byte[] {2, 0, 0, 0, 0, 0x53, 0x14, (byte) 0xd0});
        frame.putInt(length).putInt(6).put(fields).put(payload);
        return frame.array();
    }

    static void frame(OutputStream out, int type, Object performative, byte[] payload) throws IOException {
        out.write(bytes(type, performative, payload));
    }

    /** The same frame on another channel. */
    static byte[] on(int channel, byte[] frame) {
        ByteBuffer.wrap(frame).putShort(6, (short) channel);
        return frame;
    }

    /** A frame on channel 0. */
    static byte[] bytes(int type, Object performative, byte[] payload) {
        DecoderImpl decoder = new DecoderImpl();
        EncoderImpl encoder = new EncoderImpl(decoder);
        AMQPDefinedTypes.registerAllTypes(decoder, encoder);
        ByteBuffer frame = ByteBuffer.allocate(1_000 + payload.length);
        encoder.setByteBuffer(frame);
        frame.position(8);
        encoder.writeObject(performative);
        frame.put(payload);
        byte[] whole = new byte[frame.position()];
        frame.putInt(0, whole.length).put(4, (byte) 2).put(5, (byte) type);
        frame.flip().get(whole);
        return whole;
    }
}
