"use client";
import { createElement, useEffect, useRef, useState } from "react";
import { hold } from "parlor-chat/hold";

export function useParlor({ edge, account, visitor, attributes, nonce, open, inline }) {
  const [chat, put] = useState(null);
  const held = useRef(null);
  const said = JSON.stringify(attributes ?? null);

  useEffect(() => {
    // A component that is to be inline waits for its place.
    const place = inline && "current" in inline ? inline.current : inline;
    const mine = hold({ edge, account, visitor, attributes, nonce }, { open: !!open, inline: place ?? undefined });
    held.current = mine;
    let here = true;
    mine.chat.then((chat) => here && put(chat)).catch(() => {});
    return () => {
      here = false;
      held.current = null;
      put(null);
      mine.release();
    };
    // What else changes is told to the chat that is there.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [edge, account, nonce, inline]);

  useEffect(() => held.current?.identify(visitor), [visitor]);
  useEffect(() => {
    if (chat && attributes) chat.setAttributes(attributes);
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [chat, said]);
  return chat;
}

export function ParlorChat({ onChat, inline, ...settings }) {
  const place = useRef(null);
  const chat = useParlor({ ...settings, inline: inline ? place : undefined });
  const heard = useRef(onChat);
  heard.current = onChat;
  useEffect(() => {
    if (chat) heard.current?.(chat);
  }, [chat]);
  return inline ? createElement("div", { ref: place }) : null;
}
