import { useRef, type ReactElement } from "react";
import { ParlorChat, useParlor } from "parlor-react";

export function App(): ReactElement {
  const place = useRef<HTMLDivElement>(null);
  const chat = useParlor({ edge: "https://chat.example.com", account: "demo", inline: place });
  chat?.open();
  // @ts-expect-error it may not be there yet
  chat.close();
  return (
    <div ref={place}>
      <ParlorChat edge="https://chat.example.com" account="demo" inline onChat={(chat) => chat.launcher(false)} />
      {/* @ts-expect-error an edge is needed */}
      <ParlorChat account="demo" />
      {/* @ts-expect-error the component is the place */}
      <ParlorChat edge="https://chat.example.com" account="demo" inline="#chat" />
    </div>
  );
}
