/** The only ornament of the portal: walls, a bridge and water in thin lines. It stands still and says nothing. */
export function Waterside() {
  return (
    <svg
      className="waterside"
      viewBox="0 0 640 160"
      aria-hidden="true"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinejoin="round"
      strokeLinecap="round"
    >
      <path d="M8 118V70m0 0-6 4m6-4h52l6 4M60 118V70M66 118V58m-6 3 18-13 20 13M92 118V61M20 84h10v12H20zM40 84h10v12H40zM74 74h9v12h-9z" />
      <path d="M120 118c28-6 54-38 92-52 22-8 44-8 66 0 38 14 64 46 92 52" />
      <path d="M132 118c26-9 48-34 82-46 20-7 42-7 62 0 34 12 56 37 82 46" opacity="0.5" />
      <path d="M213 118a32 32 0 0 1 64 0M168 118a17 17 0 0 1 34 0M288 118a17 17 0 0 1 34 0" />
      <path d="M398 118V64m-7 4 7-4h70l7 4m-7-4v54M418 118V92h16v26M446 80h12v14h-12zM482 118V76m-6 3 6-3h40l6 3m-6-3v42M494 88h14v14h-14zM540 118V54m-8 4 8-4h48l8 4m-8-4v64M552 70h10v14h-10zM568 70h10v14h-10zM556 118V98h16v20" />
      <path
        d="M0 118h640M40 128h120M190 128h110M340 128h160M530 128h70M90 138h70M220 138h50M400 138h90M250 148h60"
        opacity="0.55"
      />
    </svg>
  )
}
